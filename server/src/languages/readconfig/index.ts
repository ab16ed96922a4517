/** QEMU config files, for `-readconfig`. */
import { lowerReadConfig } from '../../invocation/from-readconfig.ts';
import { CONFIG_GROUPS } from '../../qemu/machine/config-groups.ts';
import { looksLikeQemuConfig, mayBeQemuConfig } from '../../syntax/readconfig/detect.ts';
import { readConfig, readConfigComments } from '../../syntax/readconfig/reader.ts';
import { plain } from '../../syntax/spell.ts';
import type { LanguageSupport } from '../support.ts';
import { configRepairs, placeInConfig } from './monitor-place.ts';
import { addEntry, addSections, removeSection } from './sections.ts';

/** `[machine]`, or a name, perhaps misspelt, with a quoted id. `Dockerfile.qemu` has none. */
const SECTION = new RegExp(
  String.raw`^\[(?:(?:${CONFIG_GROUPS.map(({ name }) => name).join('|')})|[\w-]+[ \t]+"[^"\n]*")\]`,
  'm',
);

export const READCONFIG: LanguageSupport = {
  id: 'readconfig',
  detect: {
    languageIds: ['qemu-config'],
    names: /\.qemucfg$/,
    // The editor may take `vm.qemu` for another language.
    ownNames: /\.qemu$/,
    looksOwn: (text) => SECTION.test(text),
    sharedNames: /\.(?:cfg|conf|ini)$/,
    looksLike: looksLikeQemuConfig,
    patterns: ['**/*.qemu', '**/*.{cfg,conf,ini}'],
    mayLookLike: mayBeQemuConfig,
  },
  lower: (text) => [lowerReadConfig(readConfig(text))],
  comments: {
    read: (text, marker) => readConfigComments(text, readConfig(text), marker),
    unit: 'section',
  },
  edit: { sections: { addEntry, addSections, remove: removeSection } },
  complete: { repairs: configRepairs, repairsFirst: true, monitorPlace: placeInConfig },
  embedded: { notation: 'readconfig', mayExpand: true, followsScript: true },
  // Nothing expands, so paths are relative to the working directory.
  socketDirectory: plain(''),
  broughtInAs: 'config',
};
