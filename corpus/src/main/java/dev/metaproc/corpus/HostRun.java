package dev.metaproc.corpus;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.MetaProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs the batches of a mode in one host, in this JVM. */
final class HostRun implements AutoCloseable {
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());
  private final ExecutorService starters = Executors.newCachedThreadPool();
  private final Map<String, CorpusCase> cases;
  private final CaseRun runs;
  private final Report report;

  HostRun(CorpusFolder corpus, Settings settings, Report report) {
    cases = corpus.cases().stream().collect(Collectors.toMap(CorpusCase::id, Function.identity()));
    runs = new CaseRun(new Hosted(host, settings.isolation()), settings);
    this.report = report;
  }

  /** Runs each batch once and reports its members under {@code label}. */
  void run(List<List<String>> batches, String label) throws InterruptedException {
    for (List<String> batch : batches) {
      Map<String, Future<Outcome>> running = new LinkedHashMap<>();
      for (String member : batch) {
        running.put(member, starters.submit(() -> run(member)));
      }
      for (Map.Entry<String, Future<Outcome>> each : running.entrySet()) {
        report.add(label, each.getKey(), outcome(each.getValue()));
      }
    }
  }

  private Outcome run(String member) throws IOException, InterruptedException {
    CorpusCase source = Objects.requireNonNull(cases.get(CorpusFolder.caseOf(member)), member);
    return runs.run(source, member);
  }

  private static Outcome outcome(Future<Outcome> run) throws InterruptedException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return Outcome.failed("the host failed: " + trace.toString().strip());
    }
  }

  @Override
  public void close() {
    starters.shutdown();
    host.close();
  }
}
