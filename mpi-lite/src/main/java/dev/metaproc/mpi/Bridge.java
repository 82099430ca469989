package dev.metaproc.mpi;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the leaders of two groups meet that make an inter-communicator. Thread-safe. */
final class Bridge {
  private final Map<Key, Meetings> meetings = new ConcurrentHashMap<>();
  private final Map<GroupKey, Meetings> groups = new ConcurrentHashMap<>();

  /** Over which communicator the leaders talk, with which tag, and who they are in the job. */
  record Key(Context context, int tag, int low, int high) {}

  /** Meets the other leader; blocks until it is there. */
  InterPair meet(MpiRank leader, Key key, RankGroup group, Job job) {
    int seat = leader.number() == key.low() ? 0 : 1;
    String name = "the inter-communicator with tag " + key.tag();
    AgreePart part =
        new AgreePart("createIntercomm(tag=" + key.tag() + ")", group, all -> pair(all, job));
    Meetings bridge = meetings.computeIfAbsent(key, any -> new Meetings(name, 2));
    bridge.join(leader, seat, part).await();
    return (InterPair) part.all().getFirst();
  }

  private record GroupKey(Context parent, RankGroup members, int tag) {}

  /** The context of a new communicator; blocks until all its members ask for it. */
  Context createGroup(MpiRank rank, Context parent, RankGroup members, int tag) {
    Job job = rank.job();
    String call = "createGroup(tag=" + tag + ")";
    AgreePart part =
        new AgreePart(
            call,
            rank.number(),
            all -> {
              String name = job.communicatorName("createGroup", parent.name());
              return List.of(new Context(name, members, job));
            });
    Meetings meeting =
        groups.computeIfAbsent(
            new GroupKey(parent, members, tag),
            any -> new Meetings(parent.name() + ", group " + members, members.size()));
    meeting.join(rank, members.rankOf(rank.number()), part).await();
    return (Context) part.all().getFirst();
  }

  private static List<Object> pair(List<Object> groups, Job job) {
    RankGroup one = (RankGroup) groups.get(0);
    RankGroup other = (RankGroup) groups.get(1);
    if (one.intersection(other).size() > 0) {
      throw new CollectiveFault(
          "the groups " + one + " and " + other + " overlap: use groups without common ranks");
    }
    String name = job.communicatorName("createIntercomm", one + " and " + other);
    return List.of(new InterPair(name, one, other, job));
  }
}
