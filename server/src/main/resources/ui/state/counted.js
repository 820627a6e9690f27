// A number of entries, for a person: "1 entry", "12,345 entries".

export function counted(entries) {
  return entries === 1 ? '1 entry' : `${entries.toLocaleString('en')} entries`;
}
