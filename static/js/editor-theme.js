// The editor in the colours of site.css: its variables follow the light and the dark theme by themselves.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--sunken)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: ".875rem", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", wordBreak: "normal", overflowWrap: "normal" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--sunken)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--ac-bg)", outline: "1px solid var(--ac)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--wa-bg)", outline: "1px solid var(--wa)" },
  ".cm-selectionMatch": { backgroundColor: "var(--tle-bg)" },
  ".cm-searchMatch": { backgroundColor: "var(--tle-bg)", outline: "1px solid var(--tle)" },
  ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--card)", borderColor: "var(--line)" },
  ".cm-panel input, .cm-panel button": { font: "inherit", fontSize: ".875rem", color: "inherit" },
  ".cm-panel input, .cm-panel button, .cm-panel [name]": { background: "var(--sunken)", borderColor: "var(--line)" },
});

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.character, tags.regexp], color: "var(--ac)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--rte)" },
  { tag: [tags.typeName, tags.className], color: "var(--tle)" },
  { tag: [tags.processingInstruction, tags.meta], color: "var(--rte)" },
  { tag: [tags.lineComment, tags.blockComment, tags.docComment], color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--wa)" },
]);
