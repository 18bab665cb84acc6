// SPDX-License-Identifier: Apache-2.0
// The frame around each view: the bar above, keys, theme, clock and host.
import { render } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { go, here, useAddress } from "./address";
import { Help } from "./help";
import { Failed } from "./answer";
import { IndexState, chosenHost, useHosts } from "./hosts";
import { listen, useKeys, type Key } from "./keys";
import { Link } from "./parts";
import { theme, useSetting } from "./setting";
import { shown } from "./text";
import { clock } from "./time";
import { VIEWS, type View } from "./views";

function Page() {
  const address = useAddress();
  const [help, setHelp] = useState(false);
  const { hosts, chosen, fault } = useHosts();
  const view = VIEWS.find((each) => each.name === address.view);
  const search = useRef<HTMLInputElement>(null);
  useKeys([...keysOfViews(), ...keysOfPage(() => setHelp(true), search)]);
  useTheme();
  useEffect(() => {
    const of = address.values.get("path") ?? address.values.get("process") ?? address.values.get("id") ?? "";
    document.title = `${view?.title ?? "?"} ${shown(of, 80)} – Forensix`;
    window.scrollTo(0, 0);
  }, [address.view, address.values.get("path"), address.values.get("process"), address.values.get("id")]);
  return (
    <>
      <Bar chosen={view} search={search} help={() => setHelp(true)} />
      <main data-view={address.view}>
        {fault && <Failed problem={fault} />}
        {hosts.length > 0 && (view ? <view.Page values={address.values} key={chosen} /> : <Nowhere name={address.view} />)}
      </main>
      {help && <Help close={() => setHelp(false)} />}
    </>
  );
}

function Nowhere({ name }: { name: string }) {
  return (
    <div class="fault">
      <strong>There is no view “{shown(name, 60)}”.</strong>
      <span>The address may have been cut. <Link view="overview">The overview</Link> leads to all there is.</span>
    </div>
  );
}

interface BarProps {
  chosen: View | undefined;
  search: { current: HTMLInputElement | null };
  help: () => void;
}

function Bar({ chosen, search, help }: BarProps) {
  const shownTheme = useSetting(theme);
  const shownClock = useSetting(clock);
  return (
    <div class="bar">
      <Link view="overview" kind="name"><img src="icon.svg" alt="" />Forensix</Link>
      <nav aria-label="Views">
        {VIEWS.map((view) => (
          <Link view={view.name} current={view === chosen} title={`g ${view.key}`}>{view.title}</Link>
        ))}
      </nav>
      <form role="search" onSubmit={(event) => { event.preventDefault(); ask(search.current!.value); }}>
        <input ref={search} type="search" placeholder="path, command, user, address, text  /" aria-label="Search" />
      </form>
      <div class="switches">
        <Hosts />
        <button type="button" title="Which clock times are shown by (t)" onClick={() => clock.next()}>
          {shownClock === "utc" ? "UTC" : "local"}
        </button>
        <button type="button" title="Colours: as the system has them, light, dark (d)" onClick={() => theme.next()}>
          {{ system: "◐", light: "☀", dark: "☾" }[shownTheme]}
        </button>
        <button type="button" title="Keys (?)" onClick={help}>?</button>
      </div>
    </div>
  );
}

/** A number is that of a process, and the rest is looked for. */
function ask(text: string): void {
  const host = chosenHost();
  if (/^\d+$/.test(text.trim())) go("process", { host, process: text.trim() });
  else if (text.trim()) go("search", { host, q: text });
}

function Hosts() {
  const { hosts, chosen, index } = useHosts();
  return (
    <>
      <IndexState index={index} />
      {hosts.length > 1 && (
        <select aria-label="Host" value={chosen} onChange={(event) => go(here().view, { host: event.currentTarget.value })}>
          {hosts.map(({ host }) => <option value={host}>{shown(host, 40)}</option>)}
        </select>
      )}
    </>
  );
}

function keysOfViews(): Key[] {
  return VIEWS.map((view) => ({
    press: `g ${view.key}`,
    does: view.title,
    act: () => go(view.name, { host: chosenHost() }),
  }));
}

function keysOfPage(help: () => void, search: { current: HTMLInputElement | null }): Key[] {
  return [
    { press: "/", does: "search", act: () => search.current?.focus() },
    { press: "j", does: "next row", act: () => step(1) },
    { press: "k", does: "row before", act: () => step(-1) },
    { press: "Enter", does: "open the first link of the row", act: openRow },
    { press: "t", does: "UTC or local time", act: () => clock.next() },
    { press: "d", does: "colours: system, light, dark", act: () => theme.next() },
    { press: "?", does: "these keys", act: help },
  ];
}

function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")];
  const now = rows.indexOf(document.activeElement?.closest<HTMLElement>("[data-row]") as HTMLElement);
  const next = rows[now < 0 ? 0 : now + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function openRow(): void {
  const focused = document.activeElement;
  const link = focused?.matches("[data-row]") ? focused.querySelector<HTMLElement>("a, button") : focused;
  if (link instanceof HTMLElement) link.click();
}

function useTheme(): void {
  const chosen = useSetting(theme);
  // Before charts are drawn, which ask for its colours.
  useLayoutEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const is = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
      document.documentElement.dataset.theme = is;
    };
    apply();
    dark.addEventListener("change", apply);
    return () => dark.removeEventListener("change", apply);
  }, [chosen]);
}

listen();
render(<Page />, document.body);
