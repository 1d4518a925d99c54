import assert from "node:assert/strict";
import { test } from "node:test";
import { stateOfIndex, statusText } from "../src/serverState";

test("the server's own states are shown with the number of files", () => {
  assert.deepEqual(statusText(stateOfIndex({ state: "indexing", files: 1 })), {
    text: "$(loading~spin) kogine",
    tooltip: "KohakuEngine: reading the workspace, 1 Python file so far",
    isWarning: false,
  });
  assert.deepEqual(statusText(stateOfIndex({ state: "ready", files: 12 })), {
    text: "$(settings) kogine",
    tooltip: "KohakuEngine: 12 Python files",
    isWarning: false,
  });
});

test("where there is no server, the item warns", () => {
  assert.deepEqual(
    (["starting", "missing", "stopped"] as const).map((kind) => statusText({ kind }).isWarning),
    [false, true, true],
  );
});
