package dev.metaproc.launcher.daemon;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only processes of one user, asked of the kernel: a second wall behind the directory's
 * permissions.
 *
 * @param owner the host's own user
 */
record PeerCheck(UserPrincipal owner) {
  /** Whose process is at the other end; null where it is the owner's. */
  @Nullable String stranger(SocketChannel channel) throws IOException {
    UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
    return peer.user().equals(owner) ? null : peer.user().getName();
  }
}
