// The language server of the chosen Python: found, started, stopped and started again.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, State } from "vscode-languageclient/node";
import { serverLine } from "./commandLine";
import { type Choice, chooseInterpreter, type Interpreter, isSameInterpreter } from "./interpreter";
import { interpreterSources } from "./interpreterSources";
import { changedNotification, clientCommands, statusNotification } from "./protocol";
import { type ServerState, stateOfIndex } from "./serverState";
import { checkTooling, type Tooling } from "./toolingCheck";

/** Why there is no server: what the chosen Python said. */
export interface Absence {
  readonly choice: Choice;
  /** Undefined where there is no Python to ask. */
  readonly tooling: Tooling | undefined;
}

/** One server for the window. Starting and stopping are done one after the other, in the order they were asked for. */
export class LanguageServer implements vscode.Disposable {
  private readonly stateChange = new vscode.EventEmitter<ServerState>();
  private readonly scriptsChange = new vscode.EventEmitter<void>();
  private readonly absence = new vscode.EventEmitter<Absence>();
  private last: Promise<void> = Promise.resolve();
  private choice: Choice = { interpreter: undefined, source: undefined };
  private tooling: Tooling | undefined;
  private running: LanguageClient | undefined;

  readonly onState = this.stateChange.event;
  /** The scripts of the workspace may have changed, or there is no server any more that knows of them. */
  readonly onScripts = this.scriptsChange.event;
  readonly onAbsence = this.absence.event;

  /** @param folder Where the server starts: one without Python files, since Python imports from there. */
  constructor(
    private readonly output: vscode.LogOutputChannel,
    private readonly folder: string,
  ) {}

  /** The Python that was chosen, whether or not it has a server. */
  get interpreter(): Interpreter | undefined {
    return this.choice.interpreter;
  }

  /** Whether the chosen Python has a tooling that is older than its language server. */
  get isOutdated(): boolean {
    return this.tooling?.kind === "outdated";
  }

  /** Where the user chooses another Python; undefined where none was found. */
  get chooser(): readonly [string, ...unknown[]] | undefined {
    return this.choice.source?.choose;
  }

  /** The client of a server that runs. */
  get client(): LanguageClient | undefined {
    return this.running?.state === State.Running ? this.running : undefined;
  }

  restart(): Promise<void> {
    return this.afterwards(async () => {
      await this.halt();
      await this.start(await this.choose());
    });
  }

  /** Start again where another Python is chosen than the one in use. */
  follow(): Promise<void> {
    return this.afterwards(async () => {
      const choice = await this.choose();
      if (!isSameInterpreter(choice.interpreter, this.interpreter)) {
        await this.halt();
        await this.start(choice);
      }
    });
  }

  stop(): Promise<void> {
    return this.afterwards(() => this.halt());
  }

  dispose(): void {
    this.stateChange.dispose();
    this.scriptsChange.dispose();
    this.absence.dispose();
  }

  private afterwards(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step).catch((error: unknown) => {
      this.output.error(String(error));
      this.stateChange.fire({ kind: "stopped" });
    });
    return this.last;
  }

  private async choose(): Promise<Choice> {
    return chooseInterpreter(await interpreterSources(), (source, error) =>
      this.output.warn(`${source.name} did not name a Python: ${error}`),
    );
  }

  private async start(choice: Choice): Promise<void> {
    this.choice = choice;
    this.stateChange.fire({ kind: "starting" });
    const python = choice.interpreter;
    this.tooling = python && (await checkTooling(python, this.folder));
    if (!python || this.tooling?.kind !== "installed") {
      this.stateChange.fire({ kind: "missing" });
      this.absence.fire({ choice, tooling: this.tooling });
      return;
    }
    this.output.info(
      `kohakuengine-tooling ${this.tooling.version} in ${python.command}, named by ${python.from}`,
    );
    this.running = this.newClient(python);
    await this.running.start();
  }

  private async halt(): Promise<void> {
    const client = this.running;
    this.running = undefined;
    if (client) {
      await client.dispose().catch((error: unknown) => this.output.warn(`stopping: ${error}`));
    }
  }

  private newClient(python: Interpreter): LanguageClient {
    const { program, args } = serverLine(python);
    const run = { command: program, args: [...args], options: { cwd: this.folder } };
    const client = new LanguageClient("kogine", "KohakuEngine", run, this.clientOptions());
    client.onNotification(statusNotification, (status) => this.stateChange.fire(stateOfIndex(status)));
    client.onNotification(changedNotification, () => this.scriptsChange.fire());
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) {
        this.stateChange.fire({ kind: "stopped" });
      }
      this.scriptsChange.fire();
    });
    return client;
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [
        { language: "python", scheme: "file" },
        { language: "python", scheme: "untitled" },
      ],
      initializationOptions: { commands: clientCommands },
      outputChannel: this.output,
    };
  }
}
