/** Reactions to messages: sent without leaving the conversation, and shown as others give them. */
import { pressReaction, type ReactionNotification, showReaction } from "../behaviours/reactions";
import { pageOf, post } from "./requests";

/** Give a reaction, or take it back. */
export async function toggleReaction(message: HTMLElement, kind: string, root: HTMLElement): Promise<void> {
  const takeBack = pressReaction(message, kind, choicesIn(root));
  if (!(await post(`${pageOf(message)}reactions/`, { kind }))) takeBack();
}

/** Show what a person's reaction makes of a message. */
export function showReactionTo(message: HTMLElement, reaction: ReactionNotification, root: HTMLElement): void {
  showReaction(message, reaction, choicesIn(root), root.dataset.me);
}

/** The menu that goes from message to message holds every reaction. */
function choicesIn(root: HTMLElement): ParentNode {
  return root.querySelector<HTMLTemplateElement>("template[data-menu]")?.content ?? root;
}
