// A command line in a terminal: a task, whose words no shell reads.

import * as vscode from "vscode";
import type { CommandLine } from "./commandLine";

/** What no other task is: VS Code would ask to end one of two that are the same before it starts the other. */
let started = 0;

/**
 * Start a command line in the terminal panel: in a terminal that has done its work, else in a new one.
 *
 * @returns Its exit code when it has ended; undefined where the terminal was closed.
 */
export async function runInTerminal(line: CommandLine): Promise<number | undefined> {
  started += 1;
  const definition = { type: "kogine", number: started };
  const options = line.folder === undefined ? {} : { cwd: line.folder };
  const process = new vscode.ProcessExecution(line.program, [...line.args], options);
  const scope = vscode.TaskScope.Workspace;
  const task = new vscode.Task(definition, scope, line.title, "KohakuEngine", process, []);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Shared };
  const execution = await vscode.tasks.executeTask(task);
  return new Promise((resolve) => {
    const listening = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution === execution) {
        listening.dispose();
        resolve(event.exitCode);
      }
    });
  });
}
