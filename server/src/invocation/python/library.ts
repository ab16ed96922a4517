import { type Given, handArguments, type LibraryCall, nameOf } from './given.ts';
import { joinedList, shlexList } from './joined.ts';
import { launchBy } from './launches.ts';
import { callMethod } from './methods.ts';
import { held, listOf, type Run } from './run.ts';
import { asText } from './texts.ts';
import { mapOptions, UNKNOWN_VALUE, type Value } from './values.ts';
import { itemsThrough } from './words.ts';

/** Calls a function of Python's library, or of another one. */
export function callLibrary(call: LibraryCall, run: Run): Value {
  const { callee, expression, given } = call;
  if (callee.self) return callMethod(call, run);
  const [first] = given;
  const value = first?.stars === 0 && first.name === undefined ? first.value : undefined;
  switch (callee.path) {
    case 'str':
      if (value) return mapOptions(value, (own) => (asText(own) ? asShown(own) : UNKNOWN_VALUE));
      return UNKNOWN_VALUE;
    case 'list':
    case 'tuple':
    case 'copy.copy':
    case 'copy.deepcopy':
      if (value === undefined) return listOf(run, [], callee.path === 'tuple');
      return mapOptions(value, (own) => {
        const items = itemsThrough(run, own);
        return items ? listOf(run, items, callee.path === 'tuple') : UNKNOWN_VALUE;
      });
    case 'map': {
      const [how, what] = given;
      const isText = how?.value.kind === 'library' && how.value.path === 'str';
      return isText && what ? mapOptions(what.value, (own) => textsOf(own, run)) : UNKNOWN_VALUE;
    }
    case 'dict': {
      const named = given.flatMap(({ name, value: own }) => {
        return name === undefined ? [] : [[`text ${name}`, own] as const];
      });
      const isOpen = named.length < given.length;
      return held(run, { kind: 'dictionary', entries: new Map(named), isOpen });
    }
    case 'shlex.split':
      if (value === undefined) return UNKNOWN_VALUE;
      return mapOptions(value, (own) => {
        return own.kind === 'text' ? shlexList(own.text, expression.at, run) : UNKNOWN_VALUE;
      });
    case 'shlex.join':
    case 'subprocess.list2cmdline':
      return value
        ? mapOptions(value, (own) => joinedList(own, ' ', expression.at, run))
        : UNKNOWN_VALUE;
    case 'shlex.quote':
    case 'pipes.quote':
    case 'os.path.expanduser':
    case 'os.fspath':
      return value ?? UNKNOWN_VALUE;
    case 'os.environ.get':
    case 'os.getenv':
    case 'os.environ.setdefault':
      return given[1]?.value ?? UNKNOWN_VALUE;
    case 'argparse.ArgumentParser':
    case 'optparse.OptionParser':
      return { kind: 'library', path: 'argparse' };
    case 'argparse.parse_args':
    case 'argparse.parse_known_args': {
      const options: Value = { kind: 'library', path: 'argparse.Namespace' };
      const isPair = callee.path === 'argparse.parse_known_args';
      if (!isPair) return options;
      const { at } = expression;
      const items = [options, UNKNOWN_VALUE].map((one) => ({ value: one, at, many: false }));
      return listOf(run, items, true);
    }
    case 'argparse.add_argument':
    case 'argparse.add_option':
      addOption(given, run);
      return UNKNOWN_VALUE;
    case 'argparse.add_argument_group':
    case 'argparse.add_mutually_exclusive_group':
    case 'argparse.add_option_group':
      return { kind: 'library', path: 'argparse' };
    case 'argparse.set_defaults':
      for (const { name, value: own } of given) if (name) run.options.set(name, own);
      return UNKNOWN_VALUE;
    default:
  }
  if (launchBy(call, run)) return UNKNOWN_VALUE;
  handArguments(nameOf(expression.callee), given, run);
  return UNKNOWN_VALUE;
}

/** A number as the text that `str` makes of it. */
function asShown(value: Value): Value {
  return value.kind === 'number' ? { kind: 'text', text: value.text } : value;
}

function textsOf(value: Value, run: Run): Value {
  const items = itemsThrough(run, value);
  if (items === undefined) return UNKNOWN_VALUE;
  return listOf(
    run,
    items.map((item) => ({ ...item, value: mapOptions(item.value, asShown) })),
  );
}

/** Takes note of the default of an option of the program. */
function addOption(given: readonly Given[], run: Run): void {
  const named = new Map(given.flatMap(({ name, value }) => (name ? [[name, value]] : [])));
  const flags = given.flatMap(({ name, value }) => {
    return name === undefined && value.kind === 'text' ? [value.text.decoded] : [];
  });
  const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0];
  const dest = named.get('dest');
  const called =
    dest?.kind === 'text' ? dest.text.decoded : long?.replace(/^-+/, '').replaceAll('-', '_');
  const otherwise = named.get('default');
  if (called === undefined) return;
  if (otherwise) run.options.set(called, otherwise);
  else run.options.delete(called);
}
