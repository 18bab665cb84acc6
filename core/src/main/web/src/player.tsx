// SPDX-License-Identifier: Apache-2.0
// A recorded terminal. The player has a terminal of its own, so what was recorded drives nothing but that.
import * as asciinema from "asciinema-player";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** What others may ask of a player; times are seconds after the recording began. */
export interface Remote {
  seek(at: number): void;
  toggle(): void;
}

interface PlayerProps {
  /** asciicast, version 2 */
  cast: string;
  begin: number;
  remote: RefObject<Remote | null>;
  /** told ten times a second while it plays, and after each jump */
  moved: (at: number) => void;
}

const TELL_MILLISECONDS = 100;

export function Player({ cast, begin, remote, moved }: PlayerProps) {
  const box = useRef<HTMLDivElement>(null);
  const tell = useRef(moved);
  tell.current = moved;
  useEffect(() => {
    const player = asciinema.create({ data: cast }, box.current!, {
      fit: "width",
      preload: true,
      startAt: begin,
      poster: `npt:${begin}`,
      terminalFontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    });
    let last = -1;
    const look = async () => {
      const at = await player.getCurrentTime();
      if (at === last) return;
      last = at;
      tell.current(at);
    };
    const timer = setInterval(look, TELL_MILLISECONDS);
    let playing = false;
    player.addEventListener("play", () => (playing = true));
    player.addEventListener("pause", () => (playing = false));
    player.addEventListener("ended", () => (playing = false));
    // After a jump, not amid it: told to play while it jumps, a player stands still where it comes to.
    let jump: Promise<unknown> = Promise.resolve();
    remote.current = {
      seek: (at) => void (jump = jump.then(() => player.seek(at)).then(look).catch(() => {})),
      toggle: () => void jump.then(() => void (playing ? player.pause() : player.play())),
    };
    return () => {
      clearInterval(timer);
      remote.current = null;
      player.dispose();
    };
  }, [cast]);
  return <div class="player" ref={box} data-player />;
}
