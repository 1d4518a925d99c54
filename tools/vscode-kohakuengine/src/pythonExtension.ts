// What the extension Python knows: the interpreter that was selected.

import type * as vscode from "vscode";
import type { InterpreterSource } from "./interpreter";

export const pythonExtensionId = "ms-python.python";

/** What of its API is used here. */
export interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(scope: vscode.Uri | undefined): EnvironmentPath;
    resolveEnvironment(environment: EnvironmentPath): Promise<ResolvedEnvironment | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

interface EnvironmentPath {
  readonly path: string;
}

interface ResolvedEnvironment {
  readonly executable: { readonly uri: vscode.Uri | undefined };
}

/** @param api Undefined where the extension is not installed. */
export function pythonSource(api: PythonApi | undefined, scope: vscode.Uri | undefined): InterpreterSource {
  return {
    name: "the extension Python",
    choose: ["python.setInterpreter"],
    async find() {
      if (!api) {
        return undefined;
      }
      // The path alone may be a folder: a conda environment without a Python of its own.
      const chosen = api.environments.getActiveEnvironmentPath(scope);
      const executable = (await api.environments.resolveEnvironment(chosen))?.executable.uri?.fsPath;
      return executable ? { command: executable, args: [] } : undefined;
    },
  };
}
