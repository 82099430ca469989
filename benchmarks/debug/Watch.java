import com.sun.jdi.VirtualMachine;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.ExceptionRequest;
import com.sun.jdi.request.MethodEntryRequest;

/** Attaches with what jdb and an IDE ask for, and stays for so many seconds. */
final class Watch {
  private Watch() {}

  public static void main(String[] arguments) throws Exception {
    VirtualMachine vm = Client.attach(arguments[0]);
    ExceptionRequest uncaught = vm.eventRequestManager().createExceptionRequest(null, false, true);
    uncaught.setSuspendPolicy(EventRequest.SUSPEND_ALL);
    uncaught.enable();
    MethodEntryRequest entry = vm.eventRequestManager().createMethodEntryRequest();
    entry.addClassFilter("Nothing");
    entry.enable();
    vm.eventRequestManager().createThreadStartRequest().enable();
    Thread.sleep(1000 * Long.parseLong(arguments[1]));
    vm.dispose();
  }
}
