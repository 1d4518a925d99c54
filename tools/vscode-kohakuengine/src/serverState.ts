// What the language server is doing, as the status bar and the tree show it.

import type { IndexStatus } from "./protocol";

/** Without a server: no Python, one without the tooling, one whose tooling fails; or a server that was stopped. */
export type ServerState =
  | { readonly kind: "starting" }
  | { readonly kind: "indexing"; readonly files: number }
  | { readonly kind: "ready"; readonly files: number }
  | { readonly kind: "missing" }
  | { readonly kind: "stopped" };

/** How a state is shown in the status bar. */
export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly isWarning: boolean;
}

export function stateOfIndex({ state, files }: IndexStatus): ServerState {
  return { kind: state, files };
}

export function statusText(state: ServerState): StatusText {
  switch (state.kind) {
    case "starting":
      return { text: "$(loading~spin) kogine", tooltip: "KohakuEngine: starting", isWarning: false };
    case "indexing":
      return {
        text: "$(loading~spin) kogine",
        tooltip: `KohakuEngine: reading the workspace, ${countOf(state.files)} so far`,
        isWarning: false,
      };
    case "ready":
      return {
        text: "$(settings) kogine",
        tooltip: `KohakuEngine: ${countOf(state.files)}`,
        isWarning: false,
      };
    case "missing":
      return {
        text: "$(warning) kogine",
        tooltip: "KohakuEngine: the language server is not installed",
        isWarning: true,
      };
    case "stopped":
      return {
        text: "$(error) kogine",
        tooltip: "KohakuEngine: the language server does not run",
        isWarning: true,
      };
  }
}

function countOf(files: number): string {
  return files === 1 ? "1 Python file" : `${files} Python files`;
}
