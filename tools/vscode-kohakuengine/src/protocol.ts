// What the language server says beyond LSP.

import { NotificationType, NotificationType0, RequestType } from "vscode-languageclient";
import type { Range } from "vscode-languageserver-types";

/** The commands of this client that the server may put into its answers. */
export const clientCommands = ["kogine.run", "kogine.showConfigs"] as const;

/** A command of the server: write a config for the script with this URI; answers the URI of the config. */
export const createConfigCommand = "kogine.createConfig";

/** All scripts of the workspace, with what can be set in them and the configs that set it. Its parameter is empty. */
export const scriptsRequest = new RequestType<Record<string, never>, Script[], void>("kogine/scripts");

/** The answer to `kogine/scripts` may have changed. */
export const changedNotification = new NotificationType0("kogine/changed");

/** How far the server has got with the workspace. */
export const statusNotification = new NotificationType<IndexStatus>("kogine/status");

/** The argument of `kogine.run`: which script to run, and with which config. */
export interface RunRequest {
  readonly script: string;
  readonly config: string | null;
}

export interface IndexStatus {
  readonly state: "indexing" | "ready";
  readonly files: number;
}

export interface Script {
  readonly uri: string;
  /** Its path, relative to its folder of the workspace. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly configs: readonly Config[];
}

export interface Parameter {
  readonly name: string;
  readonly kind: string;
  readonly type: string | null;
  /** Source text. */
  readonly default: string | null;
  readonly doc: string | null;
  readonly range: Range;
}

export interface Config {
  readonly uri: string;
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** A name that a config sets. */
export interface Entry {
  readonly name: string;
  /** Source text. */
  readonly value: string;
  readonly range: Range;
}
