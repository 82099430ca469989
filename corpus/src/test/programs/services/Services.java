import java.lang.management.ManagementFactory;
import java.security.Provider;
import java.security.Security;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.spi.ToolProvider;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;

class Services {
  public interface CounterMBean {
    int getCount();
  }

  static class Fake implements Driver {
    @Override
    public Connection connect(String url, Properties info) throws SQLException {
      throw new SQLException("fake " + url);
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.startsWith("jdbc:fake:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }

  static class Own extends Provider {
    Own() {
      super("Own", "1", "a provider");
    }
  }

  public static void main(String[] arguments) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("demo:type=Counter");
    server.registerMBean(new StandardMBean((CounterMBean) () -> 42, CounterMBean.class), name);
    System.out.println(server.getAttribute(name, "Count"));
    System.out.println(server.isRegistered(new ObjectName("java.lang:type=Runtime")));
    System.out.println(
        MBeanServerFactory.findMBeanServer(null).contains(server)
            + " "
            + (ManagementFactory.getPlatformMBeanServer() == server));
    DriverManager.registerDriver(new Fake());
    System.out.println(Collections.list(DriverManager.getDrivers()).size());
    try {
      DriverManager.getConnection("jdbc:fake:x");
    } catch (SQLException e) {
      System.out.println(e.getMessage());
    }
    DriverManager.setLoginTimeout(DriverManager.getLoginTimeout() + 1);
    System.out.println(DriverManager.getLoginTimeout());
    int before = Security.getProviders().length;
    Security.insertProviderAt(new Own(), 1);
    System.out.println(Security.getProviders().length - before + " " + Security.getProviders()[0]);
    System.out.println(Security.getProperty("demo.property"));
    Security.setProperty("demo.property", "set");
    System.out.println(Security.getProperty("demo.property"));
    System.out.println(ToolProvider.findFirst("jar").isPresent());
    System.out.println(javax.tools.ToolProvider.getSystemJavaCompiler() != null);
  }
}
