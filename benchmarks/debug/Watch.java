import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.ExceptionRequest;
import com.sun.jdi.request.MethodEntryRequest;

/** Attaches with what jdb and an IDE ask for, and stays for so many seconds. */
final class Watch {
  private Watch() {}

  public static void main(String[] arguments) throws Exception {
    AttachingConnector socket =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    var options = socket.defaultArguments();
    options.get("port").setValue(arguments[0]);
    VirtualMachine vm = socket.attach(options);
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
