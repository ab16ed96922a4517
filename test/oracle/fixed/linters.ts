/** What ShellCheck and libvirt's schema say about documents, many at a time. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Document } from './document.ts';

/** How many files a process gets. */
const BATCH = 200;

/** The programs of this file that the machine lacks. */
export function missingLinters(): readonly string[] {
  return ['shellcheck', 'virt-xml-validate', 'xmllint'].filter(
    (program) => spawnSync(program, ['--version']).error !== undefined,
  );
}

/**
 * What ShellCheck may say after a fix that it did not say before, since it is right and no fault of the
 * script that runs.
 */
const ACCEPTED: ReadonlySet<number> = new Set([
  // The fix leaves a variable of the host unused in this script; other scripts may use it.
  2034,
  // In a string for a shell that it does not take for one, an expansion is what is meant.
  2016,
]);

interface Comment {
  readonly file: string;
  readonly code: number;
}

/** The codes of ShellCheck that scripts have and did not have before, as `name: SC2046`. */
export function newComments(
  pairs: readonly { readonly document: Document; readonly files: Document['files'] }[],
): readonly string[] {
  return inFolder((folder) => {
    const written = pairs.flatMap(({ document, files }, index) => {
      const dialect = document.host === 'bash script' ? 'bash' : 'dash';
      return Object.keys(files)
        .filter((name) => name.endsWith('.sh'))
        .map((name) => {
          const [before, after] = ['before', 'after'].map((when) =>
            join(folder, `${index}-${when}-${name}`),
          ) as [string, string];
          writeFileSync(before, document.files[name] ?? '');
          writeFileSync(after, files[name] ?? '');
          return { document, dialect, before, after };
        });
    });
    const comments = ['bash', 'dash'].flatMap((dialect) =>
      batches(
        written.filter((pair) => pair.dialect === dialect).flatMap((it) => [it.before, it.after]),
      ).flatMap((files) => commentsOn(dialect, files)),
    );
    const codes = new Map<string, Set<number>>();
    for (const { file, code } of comments) {
      codes.set(file, (codes.get(file) ?? new Set()).add(code));
    }
    return written.flatMap(({ document, before, after }) =>
      [...(codes.get(after) ?? [])]
        .filter((code) => !ACCEPTED.has(code) && !codes.get(before)?.has(code))
        .map((code) => `${document.title}: SC${code}`),
    );
  });
}

function commentsOn(dialect: string, files: readonly string[]): readonly Comment[] {
  // What a file brings in is a document of its own.
  const options = ['--format=json', `--shell=${dialect}`, '--norc'];
  const { stdout, error } = spawnSync('shellcheck', [...options, ...files], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (error) throw error;
  return JSON.parse(stdout);
}

/** What `virt-xml-validate` says against domains; empty for those that it accepts. */
export function schemaTrouble(domains: readonly string[]): readonly string[] {
  return inFolder((folder) =>
    domains.flatMap((text, index) => {
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, text);
      const { status, stderr } = spawnSync('virt-xml-validate', [file, 'domain'], {
        encoding: 'utf8',
      });
      return status === 0 ? [] : [`${stderr}\n${text}`];
    }),
  );
}

function batches(files: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(files.length / BATCH) }, (_, index) =>
    files.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
