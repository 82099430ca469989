import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.StepRequest;
import java.util.Arrays;

/**
 * Attaches to a port and prints how long that took, and the median microseconds of a breakpoint hit
 * and of a step unless a second word says {@code attach}.
 */
final class Client {
  private static final int ROUNDS = 600;
  private static final int LINE = 21;

  private Client() {}

  public static void main(String[] arguments) throws Exception {
    long begin = System.nanoTime();
    VirtualMachine vm = attach(arguments[0]);
    vm.classesByName("Target");
    vm.allThreads();
    System.out.printf("attach_ms %.0f%n", (System.nanoTime() - begin) / 1e6);
    if (arguments.length == 1) {
      hitsAndSteps(vm, vm.classesByName("Target").getFirst());
    }
    vm.dispose();
  }

  private static void hitsAndSteps(VirtualMachine vm, ReferenceType target) throws Exception {
    for (int policy : new int[] {EventRequest.SUSPEND_EVENT_THREAD, EventRequest.SUSPEND_ALL}) {
      String name = policy == EventRequest.SUSPEND_ALL ? "all" : "thread";
      BreakpointRequest hit =
          vm.eventRequestManager().createBreakpointRequest(target.locationsOfLine(LINE).getFirst());
      hit.setSuspendPolicy(policy);
      hit.enable();
      ThreadReference thread = null;
      double[] micros = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        long from = System.nanoTime();
        EventSet set = vm.eventQueue().remove();
        for (Event event : set) {
          thread = ((LocatableEvent) event).thread();
        }
        set.resume();
        micros[i] = (System.nanoTime() - from) / 1e3;
      }
      System.out.printf("hit_%s_us %.0f%n", name, median(micros));
      EventSet last = vm.eventQueue().remove();
      vm.eventRequestManager().deleteEventRequest(hit);
      StepRequest step =
          vm.eventRequestManager()
              .createStepRequest(thread, StepRequest.STEP_LINE, StepRequest.STEP_OVER);
      step.setSuspendPolicy(policy);
      step.enable();
      last.resume();
      for (int i = 0; i < ROUNDS; i++) {
        long from = System.nanoTime();
        vm.eventQueue().remove().resume();
        micros[i] = (System.nanoTime() - from) / 1e3;
      }
      System.out.printf("step_%s_us %.0f%n", name, median(micros));
      EventSet end = vm.eventQueue().remove();
      vm.eventRequestManager().deleteEventRequest(step);
      end.resume();
    }
  }

  private static double median(double[] values) {
    double[] tail = Arrays.copyOfRange(values, values.length / 3, values.length);
    Arrays.sort(tail);
    return tail[tail.length / 2];
  }

  static VirtualMachine attach(String port) throws Exception {
    AttachingConnector socket =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    var options = socket.defaultArguments();
    options.get("port").setValue(port);
    return socket.attach(options);
  }
}
