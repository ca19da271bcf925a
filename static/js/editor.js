// Makes a code editor of every textarea[data-editor]. Without JavaScript the textarea stays what it is.
//
//   <textarea name="source" data-editor aria-label="Code"></textarea>
//   <script type="module" src="{% static 'built/editor.js' %}" nonce="{{ csp_nonce }}"></script>
//
// The form's select[name=language] chooses the syntax, by its option's data-syntax or else its value. What is typed
// is mirrored into the textarea, with an `input` event; a `change` event on the textarea is read back.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { cpp } from "@codemirror/lang-cpp";
import { java } from "@codemirror/lang-java";
import { javascript } from "@codemirror/lang-javascript";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";

import { colours, theme } from "./editor-theme.js";

const SYNTAX = { c: cpp, cpp, java, javascript, pypy: python, python };

function syntax(select) {
  const option = select?.selectedOptions[0];
  return SYNTAX[option?.dataset.syntax ?? option?.value]?.() ?? [];
}

// The screen reader hears what the textarea would have said.
function attributes(textarea) {
  const said = { "aria-label": textarea.ariaLabel ?? textarea.labels[0]?.textContent.trim() ?? textarea.name };
  for (const name of ["aria-describedby", "aria-invalid"])
    if (textarea.hasAttribute(name)) said[name] = textarea.getAttribute(name);
  return said;
}

function submit(form) {
  form?.requestSubmit();
  return true;
}

// Escape, then Tab leaves the editor (CodeMirror's own rule); Tab alone indents.
const keys = (form) =>
  keymap.of([
    { key: "Mod-Enter", run: () => submit(form) },
    indentWithTab,
    ...closeBracketsKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...defaultKeymap,
  ]);

// Typing over a selection: left to itself, Chromium carries the old text's colour over in a style attribute, which the
// site's policy forbids.
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    if (event.inputType !== "insertText" || !event.data || main.empty || view.composing) return false;
    const insert = () =>
      view.state.update({ ...view.state.replaceSelection(event.data), userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, event.data, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

function mirror(textarea) {
  return EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    textarea.value = update.state.doc.toString();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function readBack(view, textarea) {
  if (textarea.value === view.state.doc.toString()) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: textarea.value } });
}

function enhance(textarea) {
  const select = textarea.form?.elements.language;
  const language = new Compartment();
  const view = new EditorView({
    doc: textarea.value,
    extensions: [
      keys(textarea.form),
      lineNumbers(),
      history(),
      indentOnInput(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      bracketMatching(),
      closeBrackets(),
      search({ top: true }),
      highlightSelectionMatches(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      language.of(syntax(select)),
      syntaxHighlighting(colours),
      theme,
      EditorView.cspNonce.of(document.querySelector("script[nonce]")?.nonce ?? ""),
      EditorView.contentAttributes.of(attributes(textarea)),
      typeOver,
      mirror(textarea),
    ],
  });
  select?.addEventListener("change", () => view.dispatch({ effects: language.reconfigure(syntax(select)) }));
  textarea.addEventListener("change", () => readBack(view, textarea));
  for (const label of textarea.labels) label.addEventListener("click", () => view.focus());
  textarea.required = false; // a hidden required field would block the form without a word
  textarea.hidden = true;
  delete textarea.dataset.editor;
  textarea.after(view.dom);
}

const enhanceAll = (root) => root.querySelectorAll("textarea[data-editor]").forEach(enhance);

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.detail.elt.parentNode ?? document));
