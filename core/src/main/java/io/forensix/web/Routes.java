// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import java.io.IOException;

/** The paths of the description, and what answers each. */
final class Routes {
  private static final String HOST = "/api/hosts/{host}";
  private static final String PROCESS = HOST + "/processes/{process}";
  private static final String SESSION = HOST + "/sessions/{session}";

  private final Router router = new Router();
  private final Hosts hosts;
  private final Questions questions;

  private Routes(Hosts hosts, Questions questions) {
    this.hosts = hosts;
    this.questions = questions;
  }

  /** Something that writes its answer as JSON. */
  @FunctionalInterface
  private interface Written {
    void write(Question question, Json json) throws IOException;
  }

  static Router of(Hosts hosts, Questions questions) {
    Routes routes = new Routes(hosts, questions);
    routes.overview();
    routes.files();
    routes.processes();
    routes.sessions();
    routes.anything();
    return routes.router;
  }

  private void get(String path, Written written) {
    asked(
        path,
        question -> {
          Json json = new Json(question.request().width());
          written.write(question, json);
          return Reply.json(json);
        });
  }

  private void asked(String path, Questions.Asked asked) {
    router.add("GET", path, whole(request -> questions.ask(request, host(request), asked)));
  }

  private static Router.Whole whole(Router.Whole whole) {
    return whole;
  }

  private static Router.Streamed streamed(Router.Streamed streamed) {
    return streamed;
  }

  private HostArchive host(Request request) throws IOException {
    return hosts.find(request.part("host"));
  }

  private void overview() {
    router.add("GET", "/api/hosts", whole(request -> OverviewAnswers.hosts(hosts)));
    router.add("GET", "/api/schema", whole(request -> OverviewAnswers.schema()));
    get(HOST, OverviewAnswers::host);
    get(HOST + "/activity", OverviewAnswers::activity);
    get(HOST + "/losses", OverviewAnswers::losses);
  }

  private void files() {
    get(HOST + "/files/names", FileAnswers::names);
    get(HOST + "/files/writers", FileAnswers::writers);
    get(HOST + "/files/readers", FileAnswers::readers);
    get(HOST + "/files/content", FileAnswers::content);
    get(HOST + "/files/diff", FileAnswers::diff);
  }

  private void processes() {
    get(HOST + "/processes", ProcessAnswers::list);
    get(PROCESS, ProcessAnswers::one);
    get(PROCESS + "/ancestors", ProcessAnswers::ancestors);
    get(PROCESS + "/descendants", ProcessAnswers::descendants);
    get(PROCESS + "/execs", ProcessAnswers::execs);
    get(PROCESS + "/descriptors", ProcessAnswers::descriptors);
    get(PROCESS + "/descriptors/{fd}/lineage", ProcessAnswers::lineage);
    get(PROCESS + "/transfers", ProcessAnswers::transfers);
    get(PROCESS + "/io", ProcessAnswers::io);
    get(PROCESS + "/calls", EventAnswers::calls);
    get(PROCESS + "/calls/summary", EventAnswers::summary);
  }

  private void sessions() {
    get(HOST + "/sessions", SessionAnswers::list);
    get(SESSION, SessionAnswers::one);
    asked(SESSION + "/recording", SessionAnswers::cast);
  }

  private void anything() {
    get(HOST + "/graph", GraphAnswers::graph);
    get(HOST + "/search", SearchAnswers::search);
    router.add("POST", HOST + "/sql", whole(this::sql));
    router.add(
        "GET",
        HOST + "/live",
        streamed((request, out) -> LiveAnswers.live(questions, host(request), request, out)));
    router.add(
        "GET",
        "/api/queries/{query}",
        streamed((request, out) ->
            LiveAnswers.progress(questions, Questions.checked(request.part("query")), out)));
    router.add("POST", "/api/queries/{query}/cancel", whole(this::cancel));
  }

  private Reply sql(Request request) throws IOException {
    SqlAnswers.Asked asked = SqlAnswers.Asked.of(request.body());
    return questions.ask(
        request,
        host(request),
        question -> {
          Json json = new Json(asked.width());
          SqlAnswers.sql(question, json, asked);
          return Reply.json(json);
        });
  }

  private Reply cancel(Request request) throws IOException {
    String name = Questions.checked(request.part("query"));
    Question question =
        questions
            .running(name)
            .orElseThrow(() ->
                new Problem(
                    Problem.Kind.NOT_FOUND,
                    "no question of this name is being answered",
                    "it may have ended; nothing is to be done"));
    question.stop(Problem.Kind.CANCELLED);
    return Reply.nothing();
  }
}
