// Bundles the extension into out/extension.js; with --tests or --tour each test into a file of its own.
import { readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

const common = { bundle: true, platform: "node", target: "node20", logLevel: "warning" };

if (process.argv.includes("--tests")) {
  await buildTests("test", "out/tests");
} else if (process.argv.includes("--tour")) {
  await buildTests("test/tour", "out/tour");
} else {
  await buildExtension(process.argv.includes("--production"));
}

async function buildExtension(production) {
  await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    external: ["vscode"],
    format: "cjs",
    outfile: "out/extension.js",
    minify: production,
    sourcemap: !production,
  });
}

async function buildTests(folder, outdir) {
  rmSync(outdir, { recursive: true, force: true });
  const names = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: names.map((name) => `${folder}/${name}`),
    external: ["playwright-core"],
    format: "esm",
    outdir,
    outExtension: { ".js": ".mjs" },
    sourcemap: "inline",
  });
}
