/** Prints the shell's tree in short, for tables of what is read. */
import type {
  Arithmetic,
  FileRedirection,
  ParameterPart,
  ShellNode,
  ShellPart,
  ShellTest,
  ShellWord,
} from '../../server/src/syntax/shell/tree.ts';

/** The printers for the tree of one text, which words are cut out of by their spans. */
export function shellPrinter(source: string) {
  const cut = ({ at }: { readonly at: { readonly start: number; readonly end: number } }) =>
    source.slice(at.start, at.end);

  const words = (list: readonly ShellWord[]) => list.map(cut).join(' ');

  const redirections = (list: readonly FileRedirection[]) =>
    list.map(({ operator, descriptor, target }) => {
      const number = descriptor === 'variable' ? '{}' : (descriptor ?? '');
      return `${number}${operator}${cut(target)}`;
    });

  /** Every part of a word: text, quoted text in `'`, an expansion in `<>`. */
  const parts = (list: readonly ShellPart[]): string =>
    list
      .map((part) => {
        if (part.kind === 'text') return part.quoted ? `'${part.text.decoded}'` : part.text.decoded;
        if (part.kind === 'arithmetic') return `<${arithmetic(part.expression)}>`;
        return `<${part.source}>`;
      })
      .join(' ');

  /** With brackets around everything: `(1+(2*<$i>))`. */
  const arithmetic = (expression: Arithmetic | 'rest' | undefined): string => {
    if (expression === undefined || expression === 'rest') return expression ?? '?';
    switch (expression.kind) {
      case 'binary':
        return `(${arithmetic(expression.left)}${expression.operator}${arithmetic(expression.right)})`;
      case 'unary': {
        const operand = arithmetic(expression.operand);
        const { operator, prefix } = expression;
        return prefix ? `(${operator}${operand})` : `(${operand}${operator})`;
      }
      case 'choice':
        return `(${arithmetic(expression.test)}?${arithmetic(expression.yes)}:${arithmetic(expression.no)})`;
      case 'word':
        return parts(expression.word.parts).replaceAll(' ', '');
    }
  };

  const test = (node: ShellTest): string => {
    switch (node.kind) {
      case 'unary':
        return `(${node.operator} ${cut(node.operand)})`;
      case 'binary':
        return `(${cut(node.left)} ${node.operator} ${cut(node.right)})`;
      case 'logical':
        return `(${node.operands.map(test).join(` ${node.operator} `)})`;
      case 'not':
        return `!${test(node.operand)}`;
    }
  };

  /** An expansion: `prefix name[index] operator operand change`. */
  const parameter = (part: ParameterPart): string => {
    const { prefix, name, index, operator, operand, change } = part;
    const shown = [
      ...(prefix ? [prefix] : []),
      index ? `${name}[${parts(index.parts)}]` : name,
      ...(operator ? [operator] : []),
      ...(operand ? [parts(operand.parts)] : []),
    ];
    switch (change?.kind) {
      case 'remove':
        shown.push('remove', change.operator, parts(change.pattern.parts));
        break;
      case 'replace':
        shown.push('replace', change.operator, parts(change.pattern.parts));
        if (change.replacement) shown.push('by', parts(change.replacement.parts));
        break;
      case 'slice':
        shown.push('slice', arithmetic(change.offset), arithmetic(change.length));
        break;
      case 'case':
        shown.push('case', change.operator);
        if (change.pattern) shown.push(parts(change.pattern.parts));
        break;
      case 'transform':
        shown.push('transform', change.letter);
        break;
      case undefined:
        break;
    }
    return shown.join(' ');
  };

  const all = (list: readonly ShellNode[]): string => list.map(node).join('; ');

  const node = (one: ShellNode): string => {
    switch (one.kind) {
      case 'command': {
        const { assignments, words: own, redirections: files, input, sourceHint } = one;
        const values = assignments.map(({ name, append, index, value }) => {
          const left = `${name}${index ? `[${cut(index)}]` : ''}${append ? '+=' : '='}`;
          if (value.kind === 'scalar') return left + (value.word ? cut(value.word) : '');
          const elements = value.elements.map((element, position) => {
            const key = value.keys?.[position];
            return key ? `${cut(key)}:${cut(element)}` : cut(element);
          });
          return `${left}(${elements.join(' ')})`;
        });
        const read = input ? [`<<${JSON.stringify(parts(input.parts))}`] : [];
        const hint = sourceHint === undefined ? [] : [`#${sourceHint}`];
        return [...values, ...own.map(cut), ...redirections(files), ...read, ...hint].join(' ');
      }
      case 'pipeline':
        return `${one.negated ? '!' : ''}pipe(${one.nodes.map(node).join(' | ')})`;
      case 'and-or':
        return `list(${one.nodes.map((each, index) => node(each) + (one.operators[index] ? ` ${one.operators[index]} ` : '')).join('')})`;
      case 'group': {
        const read = one.input ? [`<<${JSON.stringify(parts(one.input.parts))}`] : [];
        const behind = [...redirections(one.redirections), ...read].map((text) => ` ${text}`);
        return `${one.subshell ? 'subshell' : 'group'}{${all(one.body)}}${behind.join('')}`;
      }
      case 'if':
        return `if(${one.clauses.map((clause) => `${all(clause.test)} ? ${all(clause.body)}`).join(' : ')}${one.otherwise ? ` : ${all(one.otherwise)}` : ''})`;
      case 'loop': {
        const expressions = one.arithmetic.map(arithmetic).join(';');
        const over = [one.variable ?? '', words(one.words), all(one.test), expressions];
        return `${one.over}(${over.filter((text) => text !== '').join(' ')}){${all(one.body)}}`;
      }
      case 'case': {
        const arms = one.arms.map(({ patterns, catchesAll, body, end }) => {
          const shown = patterns.map((pattern) => parts(pattern.parts)).join('|');
          return `${shown}${catchesAll ? '!' : ''}) ${all(body)} ${end}`;
        });
        return `case(${cut(one.word)} ${arms.join(' ')})`;
      }
      case 'function':
        return `${one.name}(){${all(one.body)}}`;
      case 'expression':
        return one.test ? `[[${test(one.test)}]]` : `((${arithmetic(one.arithmetic)}))`;
    }
  };

  return { all, parts, parameter };
}
