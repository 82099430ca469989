import java.text.NumberFormat;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TimeZone;

class Locales {
  public static void main(String[] arguments) {
    show();
    Locale.setDefault(Locale.FRANCE);
    Locale.setDefault(Locale.Category.FORMAT, Locale.of("pt", "BR"));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    show();
    TimeZone.setDefault(null);
    System.out.println(
        ResourceBundle.Control.getControl(ResourceBundle.Control.FORMAT_DEFAULT)
            .getFallbackLocale("x", Locale.ROOT));
  }

  private static void show() {
    System.out.println(Locale.getDefault() + " " + Locale.getDefault(Locale.Category.DISPLAY));
    System.out.println(String.format("%,.2f %tB", 12345.678, 86_400_000L * 40));
    System.out.println(NumberFormat.getInstance().format(1234567.891));
    System.out.println(ZoneId.systemDefault() + " " + Calendar.getInstance().getTimeZone().getID());
    System.out.println("TITLE".toLowerCase() + " " + Locale.getDefault().getDisplayCountry());
  }
}
