// SPDX-License-Identifier: Apache-2.0
// What `?` shows: the keys that hold where one is.
import { useEffect, useRef } from "preact/hooks";
import { allKeys, useKeys } from "./keys";
import { Note } from "./text";

export function Help({ close }: { close: () => void }) {
  useKeys([{ press: "Escape", does: "", act: close }]);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return (
    <div class="curtain" onClick={close}>
      <div class="help" role="dialog" aria-label="Keys" tabIndex={-1} ref={box} onClick={(event) => event.stopPropagation()}>
        <h1>Keys</h1>
        <dl>
          {allKeys().filter((key) => key.does).map((key) => (
            <>
              <dt>{key.press.split(" ").map((each) => <kbd>{each}</kbd>)}</dt>
              <dd>{key.does}</dd>
            </>
          ))}
        </dl>
        <Note>
          Each view has an address: copy it from the browser to show somebody else what you see. Text like{" "}
          <span class="escape">\e</span> stands for a character that was recorded and cannot be seen.
        </Note>
      </div>
    </div>
  );
}
