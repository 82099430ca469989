import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.PrintStream;
import java.nio.ByteBuffer;

class Descriptors {
  public static void main(String[] arguments) throws Exception {
    System.out.println("one");
    try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out))) {
      out.println("two " + FileDescriptor.out.valid());
    }
    FileWriter err = new FileWriter(FileDescriptor.err);
    err.write("three\n");
    err.flush();
    FileOutputStream again = new FileOutputStream(FileDescriptor.err);
    again.write('4');
    again.write("56\n".getBytes());
    again.getChannel().write(ByteBuffer.wrap("78\n".getBytes()));
    FileInputStream in = new FileInputStream(FileDescriptor.in);
    System.err.println(in.read() + " " + in.readNBytes(3).length + " " + in.available());
    System.err.println(new BufferedReader(new FileReader(FileDescriptor.in)).readLine());
    System.err.println(in.getChannel().read(ByteBuffer.allocate(5)));
    System.err.println(System.in.read());
  }
}
