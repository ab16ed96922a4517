/** Python: programs that start QEMU with a list of arguments, or with a text for a shell. */
import { loadedLater } from '../loaded-later.ts';

/** What a program has in it that starts a QEMU or speaks of its monitors. */
const CONCERNS_QEMU = /qemu|kvm|xemu|panda-s|storage-daemon|-(?:monitor|qmp|mon\b|chardev)/i;

/** Whether a text may concern us, as its characters tell. */
function mayConcernUs(text: string): boolean {
  return CONCERNS_QEMU.test(text);
}

export const PYTHON = loadedLater(
  {
    id: 'python',
    detect: {
      languageIds: ['python'],
      // SCons reads files without an ending, which editors call Python too.
      names: /(?:\.pyw?|(?:^|\/)SCons(?:cript|truct))$/i,
      firstLine: /^#!.*\bpython[\d.]*(?:\s|$)/,
      isCommon: true,
      mayHaveFindings: mayConcernUs,
    },
    socketDirectory: [],
  },
  async () => {
    const { PYTHON_READER } = await import('./whole.ts');
    return {
      ...PYTHON_READER,
      lower: (text) => (mayConcernUs(text) ? PYTHON_READER.lower(text) : []),
    };
  },
);
