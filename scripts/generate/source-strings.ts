/**
 * The sentences for people in the sources: what is said through `l10n.t`, and prose that is not. The sources
 * are parsed by TypeScript itself. Its API is called unstable, and its version is pinned.
 * Why: docs/decisions/messages.md
 */
import { join } from 'node:path';
import {
  type CallExpression,
  type Expression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isIdentifier,
  isImportDeclaration,
  isImportSpecifier,
  isNamespaceImport,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isRegularExpressionLiteral,
  isSpreadElement,
  isStringLiteral,
  isTemplateExpression,
  isVariableDeclaration,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { onRemoteHost } from '../../server/src/qemu/reach/host-sentence.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The projects whose strings people read, and the folders of their own sources. */
const PROJECTS = ['server', 'client'] as const;

/** A text of the sources and where it stands: `server/src/lsp/server.ts:12`. */
interface Found {
  readonly text: string;
  readonly place: string;
  /** The property or variable whose value it is: `title` of `title: l10n.t('…')`. */
  readonly name: string | undefined;
}

interface SourceStrings {
  /** What is said through `l10n.t`, in the order of the files; a sentence that is said twice is there twice. */
  readonly said: readonly Found[];
  /** Uses of `l10n` that cannot be extracted, as sentences that say what to write instead. */
  readonly problems: readonly string[];
  /** String literals with at least two words that are said through nothing. */
  readonly prose: readonly Found[];
}

/** Reads all sources of client and server. */
export function readSourceStrings(): SourceStrings {
  const folders = PROJECTS.map((project) => `${project}/src`);
  return withFiles(PROJECTS, folders, (files) =>
    stringsIn(files, (file) => file.fileName.slice(ROOT.length + 1)),
  );
}

/** A string or template, with `{}` for what the template puts in, or a regular expression as it is written. */
interface Literal {
  readonly text: string;
  readonly isPattern: boolean;
  /** The file that it is in: `server/src/lsp/server.ts`. */
  readonly path: string;
}

/** The literals of a project below some folders, but for the paths of its imports. */
export function readLiterals(project: string, folders: readonly string[]): readonly Literal[] {
  return withFiles([project], folders, (files) => {
    return files.flatMap((file) => {
      const literals: Literal[] = [];
      const path = file.fileName.slice(ROOT.length + 1);
      const visit = (node: Node): void => {
        if (isImportDeclaration(node)) return;
        const isPattern = isRegularExpressionLiteral(node);
        const text = isPattern ? node.text : literalText(node);
        if (text !== undefined) literals.push({ text, isPattern, path });
        node.forEachChild(visit);
      };
      file.forEachChild(visit);
      return literals;
    });
  });
}

/** The string literals of tests below some folders: each may be a document. */
export function readTestLiterals(folders: readonly string[]): readonly string[] {
  const literals = readLiterals('test', folders).filter(({ isPattern }) => !isPattern);
  return [...new Set(literals.map(({ text }) => text))];
}

/** Parses the files of projects that lie below some folders, and closes TypeScript behind it. */
function withFiles<T>(
  projects: readonly string[],
  folders: readonly string[],
  read: (files: readonly SourceFile[]) => T,
): T {
  const api = new API({ cwd: ROOT });
  try {
    const configs = projects.map((project) => join(ROOT, project, 'tsconfig.json'));
    const snapshot = api.updateSnapshot({ openProjects: configs });
    const below = folders.map((folder) => join(ROOT, folder, '/'));
    const files = configs.flatMap((config) => {
      const program = snapshot.getProject(config)?.program;
      if (program === undefined) throw new Error(`TypeScript cannot open ${config}`);
      const names = program.getSourceFileNames();
      const own = names.filter((name) => below.some((folder) => name.startsWith(folder)));
      return own.toSorted().flatMap((name) => program.getSourceFile(name) ?? []);
    });
    return read(files);
  } finally {
    api.close();
  }
}

/** The strings of sources; `pathOf` says how a file is called in what is found. */
function stringsIn(
  files: readonly SourceFile[],
  pathOf: (file: SourceFile) => string,
): SourceStrings {
  const said: Found[] = [];
  const problems: string[] = [];
  const prose: Found[] = [];
  for (const file of files) {
    // It says what it is given.
    if (file.fileName.endsWith('/host-sentence.ts')) continue;
    const placeOf = (node: Node): string => {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      return `${pathOf(file)}:${line + 1}`;
    };
    const visit = (node: Node): void => {
      if (isImportDeclaration(node)) {
        const problem = importProblem(node);
        if (problem) problems.push(`${placeOf(node)}: ${problem}`);
        return;
      }
      if (isWordTable(node)) return;
      const call = isCallExpression(node) && isSaying(node) ? node : undefined;
      if (call) {
        const sentence = sentenceOf(call);
        if (typeof sentence === 'string') {
          for (const text of new Set([
            sentence,
            ...(isOfHost(call) ? [onRemoteHost(sentence)] : []),
          ])) {
            said.push({ text, place: placeOf(call), name: nameOf(call) });
          }
        } else problems.push(`${placeOf(call)}: ${sentence.problem}`);
        // The arguments may hold other sentences, and prose that is said through nothing.
        for (const argument of argumentsOf(call).slice(1)) visit(argument);
        return;
      }
      const problem = useProblem(node);
      if (problem) problems.push(`${placeOf(node)}: ${problem}`);
      const text = literalText(node);
      if (text !== undefined && isProse(text)) {
        prose.push({ text, place: placeOf(node), name: nameOf(node) });
      }
      node.forEachChild(visit);
    };
    file.forEachChild(visit);
  }
  return { said, problems, prose };
}

/** `wordSet('host port path')`: names, which are no prose. */
function isWordTable(node: Node): boolean {
  if (!isCallExpression(node) || !isIdentifier(node.expression)) return false;
  return ['splitWords', 'wordSet', 'keyRows'].includes(node.expression.text);
}

/** `l10n.t(…)`, or `hostSentence(…)`, which says it of another host too. */
function isSaying(call: CallExpression): boolean {
  const { expression } = call;
  return (
    isOfHost(call) ||
    (isPropertyAccessExpression(expression) &&
      isIdentifier(expression.expression) &&
      expression.expression.text === 'l10n' &&
      expression.name.text === 't')
  );
}

function isOfHost({ expression }: CallExpression): boolean {
  return isIdentifier(expression) && expression.text === 'hostSentence';
}

/** The sentence and what fills its places; `hostSentence` is given the machine first. */
function argumentsOf(call: CallExpression): readonly Expression[] {
  return isOfHost(call) ? call.arguments.slice(1) : call.arguments;
}

/** Members of `l10n` that say nothing. */
const SILENT = new Set(['t', 'bundle', 'config']);

/** What is wrong with a use of `l10n` other than a call of `l10n.t`. */
function useProblem(node: Node): string | undefined {
  if (!isPropertyAccessExpression(node) || !isIdentifier(node.expression)) return undefined;
  if (node.expression.text !== 'l10n') return undefined;
  if (!SILENT.has(node.name.text)) return `l10n.${node.name.text} is not known here`;
  return node.name.text === 't' ? 'l10n.t has to be called where it is named' : undefined;
}

/** What is wrong with an import, where it hides the name by which sentences are found. Types say nothing. */
function importProblem(node: Node): string | undefined {
  if (node.getText().startsWith('import type ')) return undefined;
  let problem: string | undefined;
  const visit = (inner: Node): void => {
    const isWhole = isNamespaceImport(inner) && node.getText().includes("'@vscode/l10n'");
    if (isWhole && inner.name.text !== 'l10n') problem = 'import * as l10n, by this name';
    if (isImportSpecifier(inner)) {
      const isRenamed = inner.propertyName?.getText() === 'l10n';
      const isPart = node.getText().includes("'@vscode/l10n'");
      if (isRenamed || isPart) problem = 'import l10n as a whole and by its name';
    }
    inner.forEachChild(visit);
  };
  node.forEachChild(visit);
  return problem;
}

/** The sentence of a call, as the key under which bundles have it. */
function sentenceOf(call: CallExpression): string | { readonly problem: string } {
  const [first, ...others] = argumentsOf(call);
  if (first === undefined) return { problem: 'l10n.t needs a sentence' };
  if (isObjectLiteralExpression(first)) return { problem: 'give l10n.t a sentence, and no object' };
  const sentence = literalText(first);
  if (sentence === undefined || isTemplateExpression(first)) {
    return {
      problem: 'the sentence of l10n.t must be one literal, with {0} for what is filled in',
    };
  }
  const filled = new Set(sentence.match(/\{\d+\}/g) ?? []);
  const complete = others.every((_, index) => filled.has(`{${index}}`));
  if (!others.some(isSpreadElement) && (filled.size !== others.length || !complete)) {
    return { problem: `'${sentence}' has other places than ${others.length} arguments fill` };
  }
  return sentence;
}

/** The text of a string or template literal, with `{}` for what a template puts in. */
function literalText(node: Node | Expression): string | undefined {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!isTemplateExpression(node)) return undefined;
  const spans = node.templateSpans.map(({ literal }) => `{}${literal.text}`);
  return node.head.text + spans.join('');
}

/** Whether a text has two words in a row, as nothing but prose has; names and patterns do not. */
function isProse(text: string): boolean {
  return (
    /(?:^|[\s(;:,'"])[A-Za-z{}]+[,;:]? [a-z{}']+(?=$|[\s.,;:)'"])/.test(text) &&
    /[a-z]{2} /.test(text)
  );
}

/** The property or variable whose value an expression is, as a whole, as a part of a sum or in one case. */
function nameOf({ parent }: Node): string | undefined {
  if (isBinaryExpression(parent) || isConditionalExpression(parent)) return nameOf(parent);
  const isNamed = isPropertyAssignment(parent) || isVariableDeclaration(parent);
  return isNamed ? parent.name.getText() : undefined;
}
