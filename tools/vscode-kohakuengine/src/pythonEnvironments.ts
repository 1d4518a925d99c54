// What the extension Python Environments knows: the environment of the workspace.

import type * as vscode from "vscode";
import type { InterpreterSource } from "./interpreter";

export const environmentsExtensionId = "ms-python.vscode-python-envs";

/** What of its API is used here. */
export interface EnvironmentsApi {
  getEnvironment(scope: vscode.Uri | undefined): Promise<PythonEnvironment | undefined>;
  readonly onDidChangeEnvironment: vscode.Event<unknown>;
}

interface PythonEnvironment {
  readonly execInfo?: { readonly run: RunConfiguration; readonly activatedRun?: RunConfiguration };
}

interface RunConfiguration {
  readonly executable: string;
  readonly args?: readonly string[];
}

/** @param api Undefined where the extension is not installed, or switched off by its setting. */
export function environmentsSource(
  api: EnvironmentsApi | undefined,
  scope: vscode.Uri | undefined,
): InterpreterSource {
  return {
    name: "the extension Python Environments",
    choose: ["python-envs.set", scope],
    async find() {
      const info = (await api?.getEnvironment(scope))?.execInfo;
      const run = info?.activatedRun ?? info?.run;
      return run?.executable ? { command: run.executable, args: run.args ?? [] } : undefined;
    },
  };
}
