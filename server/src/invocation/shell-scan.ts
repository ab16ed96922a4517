/**
 * Walks a script once, in reading order, and notes what later steps look up: the commands, and every
 * place that gives a variable a value.
 */
import type {
  Assignment,
  ShellNode,
  ShellPart,
  ShellScript,
  ShellWord,
  SimpleCommand,
} from '../syntax/shell/tree.ts';
import type { Span } from '../text/span.ts';

/** A part of a script that keeps something to itself, or may be skipped. */
export interface Block {
  /** Settings of the shell, such as its umask, are lost at the end of a subshell and kept by a branch. */
  readonly kind: 'function' | 'subshell' | 'branch';
  readonly parent: Block | undefined;
  /** The `if` or `case` of which it is one of the arms. */
  readonly choice: Choice | undefined;
  /** Whether it is in a loop, and may be run again after what stands behind it. */
  readonly looped: boolean;
}

/** A command that runs one of its blocks, or none. */
export interface Choice {
  readonly arms: readonly Block[];
  /** Whether one of them is surely run: an `if` with `else`. */
  readonly exhaustive: boolean;
  /** Whether it is in a loop, so that one run of the script may go through several of its blocks. */
  readonly repeats: boolean;
}

/** Where in the script something stands, as far as the order of execution is concerned. */
export interface Scope {
  /** The function around it, by the offset where its definition begins; undefined at the top level. */
  readonly inFunction: number | undefined;
  /** Whether it may be skipped: a branch, a loop's body, the right side of `&&`. */
  readonly conditional: boolean;
  /** The innermost block around it; undefined at the top level. */
  readonly block: Block | undefined;
}

/** Commands of which each reads what the one before it writes. */
export interface FoundPipeline {
  readonly nodes: readonly ShellNode[];
  readonly scope: Scope;
}

/** A command and where it stands. */
export interface FoundCommand {
  readonly command: SimpleCommand;
  /** Its first word where that is literal. */
  readonly name: string | undefined;
  readonly scope: Scope;
}

/** One place that changes a variable. */
export interface Binding {
  /** Where the change is done: a use before this offset does not see it. */
  readonly position: number;
  readonly scope: Scope;
  readonly change:
    | { readonly kind: 'assign'; readonly assignment: Assignment }
    /** `${x:=word}`. */
    | { readonly kind: 'default'; readonly word: ShellWord }
    /** `unset x`. */
    | { readonly kind: 'unset' }
    /** `for x in a b`: one of these words inside of the loop, the last one behind it. */
    | { readonly kind: 'each' | 'last'; readonly words: readonly ShellWord[] }
    /** `printf -v x FORMAT ARGUMENT…`: the words from the format on. */
    | { readonly kind: 'printed'; readonly words: readonly ShellWord[] }
    /** What the calls of a function give it; the variable is `@`. */
    | { readonly kind: 'arguments'; readonly ofFunction: string }
    /** `shift`, undefined by a number that is not literal; the variable is `@`. */
    | { readonly kind: 'shift'; readonly by: number | undefined }
    /** `read x`: a value that the file does not fix. */
    | { readonly kind: 'opaque' };
}

export interface ShellScan {
  readonly commands: readonly FoundCommand[];
  readonly pipelines: readonly FoundPipeline[];
  /** The changes of each variable in reading order; those of the positional parameters are under `@`. */
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** Commands by their literal name. */
  readonly calls: ReadonlyMap<string, readonly FoundCommand[]>;
}

/** Builtins whose `name=value` arguments assign (bash manual 4.2). */
const DECLARING = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);
/** Builtins that give the variables they name a value of their own. */
const FILLING = new Set(['read', 'mapfile', 'readarray', 'getopts', 'let', 'wait']);

/** The plain text of a word without expansions and quotes, or undefined. */
export function literalText(word: ShellWord | undefined): string | undefined {
  const only = word?.parts[0];
  return word?.parts.length === 1 && only?.kind === 'text' ? only.text.text : undefined;
}

/** Collects commands and variable changes. */
export function scanShell(script: ShellScript): ShellScan {
  const commands: FoundCommand[] = [];
  const pipelines: FoundPipeline[] = [];
  const bindings = new Map<string, Binding[]>();
  const calls = new Map<string, FoundCommand[]>();

  const bind = (name: string, position: number, scope: Scope, change: Binding['change']) => {
    const list = bindings.get(name);
    if (list) list.push({ position, scope, change });
    else bindings.set(name, [{ position, scope, change }]);
  };

  const visitAll = (nodes: readonly ShellNode[], scope: Scope) => {
    for (const node of nodes) visit(node, scope);
  };

  const visitWord = (word: ShellWord, scope: Scope) => {
    if (word.inert) return;
    for (const part of word.parts) visitPart(part, scope);
  };

  const visitPart = (part: ShellPart, scope: Scope) => {
    if (part.kind === 'substitution' || part.kind === 'opaque') {
      visitAll(part.body, inside(scope, 'subshell'));
    } else if (part.kind === 'parameter' && part.operand) {
      visitWord(part.operand, scope);
      if (part.operator === '=' || part.operator === ':=') {
        bind(part.name, part.at.end, scope, { kind: 'default', word: part.operand });
      }
    }
  };

  const visitAssignment = (assignment: Assignment, scope: Scope) => {
    const { value } = assignment;
    if (value.kind === 'scalar') {
      if (value.word) visitWord(value.word, scope);
    } else {
      for (const element of value.elements) visitWord(element, scope);
    }
  };

  const visitCommand = (command: SimpleCommand, scope: Scope) => {
    const [first] = command.words;
    const name = literalText(first);
    const lasting = first === undefined || (name !== undefined && DECLARING.has(name));
    for (const assignment of command.assignments) {
      visitAssignment(assignment, scope);
      if (lasting) bind(assignment.name, assignment.at.end, scope, { kind: 'assign', assignment });
    }
    for (const word of command.words) visitWord(word, scope);
    for (const word of command.redirected) visitWord(word, scope);
    if (name === 'unset' || (name !== undefined && FILLING.has(name))) {
      const kind = name === 'unset' ? 'unset' : 'opaque';
      for (const word of command.words.slice(1)) {
        const text = literalText(word);
        if (text && /^\w+$/.test(text)) bind(text, command.at.end, scope, { kind });
      }
    }
    bindSpecial(name, command, scope);
    if (first) commands.push({ command, name, scope });
    if (name !== undefined) {
      const list = calls.get(name);
      if (list) list.push({ command, name, scope });
      else calls.set(name, [{ command, name, scope }]);
    }
  };

  /** What `printf -v`, `set --` and `shift` change. */
  const bindSpecial = (name: string | undefined, { at, words }: SimpleCommand, scope: Scope) => {
    const option = literalText(words[1]);
    if (name === 'printf' && option === '-v') {
      const variable = literalText(words[2]);
      if (variable) bind(variable, at.end, scope, { kind: 'printed', words: words.slice(3) });
    } else if (name === 'set' && option === '--') {
      const value = { kind: 'array', elements: words.slice(2), keys: undefined } as const;
      const assignment = { at, name: '@', append: false, index: undefined, value };
      bind('@', at.end, scope, { kind: 'assign', assignment });
    } else if (name === 'shift') {
      const by = words[1] === undefined ? 1 : Number.parseInt(option ?? '', 10);
      bind('@', at.end, scope, { kind: 'shift', by: Number.isNaN(by) ? undefined : by });
    }
  };

  const visitLoopBody = (loop: Extract<ShellNode, { kind: 'loop' }>, scope: Scope) => {
    if (loop.variable)
      bind(loop.variable, headEnd(loop), scope, { kind: 'each', words: loop.words });
    visitAll(loop.body, scope);
  };

  const visitFunction = (node: Extract<ShellNode, { kind: 'function' }>, scope: Scope) => {
    bind('@', node.at.start, scope, { kind: 'arguments', ofFunction: node.name });
    visitAll(node.body, scope);
  };

  const visitArms = (arms: readonly Arm[], scope: Scope, exhaustive: boolean) => {
    const blocks: Block[] = [];
    const choice: Choice = { arms: blocks, exhaustive, repeats: scope.block?.looped === true };
    for (const { test = [], body } of arms) {
      visitAll(test, inside(scope, 'branch'));
      const arm = inside(scope, 'branch', { choice });
      blocks.push(arm.block);
      visitAll(body, arm);
    }
  };

  const visit = (node: ShellNode, scope: Scope) => {
    switch (node.kind) {
      case 'command':
        visitCommand(node, scope);
        break;
      case 'pipeline':
        if (node.nodes.length === 1) {
          visitAll(node.nodes, scope);
          break;
        }
        // Each part of a pipeline runs in a subshell; what it assigns is seen by that part only.
        for (const part of node.nodes) visit(part, inside(scope, 'subshell'));
        pipelines.push({ nodes: node.nodes, scope: inside(scope, 'subshell') });
        break;
      case 'and-or': {
        const [test, yes, no, ...others] = node.nodes;
        const choice = node.operators.join(' ') === '&& ||' && others.length === 0;
        if (test && yes && no && choice) {
          // `test && x=1 || x=2` is how people write a short `if`.
          visit(test, scope);
          visitArms([{ body: [yes] }, { body: [no] }], scope, true);
          break;
        }
        for (const [index, part] of node.nodes.entries()) {
          visit(part, index > 0 ? inside(scope, 'branch') : scope);
        }
        break;
      }
      case 'group':
        visitAll(node.body, node.subshell ? inside(scope, 'subshell') : scope);
        for (const word of node.redirected) visitWord(word, scope);
        break;
      case 'if':
        visitArms(
          [...node.clauses, ...(node.otherwise ? [{ test: [], body: node.otherwise }] : [])],
          scope,
          node.otherwise !== undefined,
        );
        break;
      case 'loop':
        for (const word of node.words) visitWord(word, scope);
        visitAll(node.test, inside(scope, 'branch', { loop: true }));
        visitLoopBody(node, inside(scope, 'branch', { loop: true }));
        if (node.variable) {
          bind(node.variable, node.at.end, scope, { kind: 'last', words: node.words });
        }
        break;
      case 'case':
        visitWord(node.word, scope);
        visitArms(
          node.arms,
          scope,
          node.arms.some(({ catchesAll }) => catchesAll),
        );
        break;
      case 'function':
        visitFunction(node, {
          inFunction: node.at.start,
          conditional: false,
          block: { kind: 'function', parent: scope.block, choice: undefined, looped: false },
        });
        break;
      case 'expression':
        break;
    }
  };

  visitAll(script.nodes, { inFunction: undefined, conditional: false, block: undefined });
  return { commands, pipelines, bindings, calls };
}

/** One of the blocks of which one is run, with the commands that decide about it. */
interface Arm {
  readonly test?: readonly ShellNode[];
  readonly body: readonly ShellNode[];
}

/** The scope of a block that may be skipped, or whose assignments are lost. */
function inside(
  scope: Scope,
  kind: Block['kind'],
  of: { readonly choice?: Choice; readonly loop?: boolean } = {},
): Scope & { readonly block: Block } {
  const { block: parent } = scope;
  const looped = of.loop === true || parent?.looped === true;
  return { ...scope, conditional: true, block: { kind, parent, choice: of.choice, looped } };
}

/** Where a loop's head ends: its variable has a value from there on. */
function headEnd(loop: { readonly at: Span; readonly words: readonly ShellWord[] }): number {
  return loop.words.at(-1)?.at.end ?? loop.at.start;
}
