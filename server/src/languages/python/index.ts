/** Python programs that start QEMU with a list of arguments or a shell command. */
import { loadedLater } from '../loaded-later.ts';

const CONCERNS_QEMU = /qemu|kvm|xemu|panda-s|storage-daemon|-(?:monitor|qmp|mon\b|chardev)/i;

function mayConcernUs(text: string): boolean {
  return CONCERNS_QEMU.test(text);
}

export const PYTHON = loadedLater(
  {
    id: 'python',
    detect: {
      languageIds: ['python'],
      // SCons files without an extension are Python in editors.
      names: /(?:\.pyw?|(?:^|\/)SCons(?:cript|truct))$/i,
      firstLine: /^#!.*\bpython[\d.]*(?:\s|$)/,
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
