import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import type { newMessage, reply } from './schema';
import type { BlockedPage, MessagePage, MessagesPage } from './types';

export async function readMessages(db: Db, after: string | null): Promise<MessagesPage> {
	return unwrap(await db.rpc('page_messages', { p_after: after })) as MessagesPage;
}

/** One conversation of the visitor, which is read by that; null when it is not theirs. */
export async function readMessage(db: Db, id: string): Promise<MessagePage | null> {
	return unwrap(await db.rpc('page_message', { p_id: id })) as MessagePage | null;
}

export async function readBlocked(db: Db): Promise<BlockedPage> {
	return unwrap(await db.rpc('page_blocked')) as BlockedPage;
}

/** Begins a conversation and returns its id. Throws Refusal. */
export async function sendMessage(
	db: Db,
	person: string,
	{ body, key }: z.infer<typeof newMessage>
): Promise<string> {
	return unwrap(
		await db.rpc('send_contact_request', { p_person: person, p_body: body, p_key: key })
	);
}

/** Adds words to a conversation and, where chosen, one of the visitor's own contacts. Throws Refusal. */
export async function sendReply(
	db: Db,
	id: string,
	{ body, share, key }: z.infer<typeof reply>
): Promise<void> {
	unwrap(
		await db.rpc('answer_contact_request', {
			p_request: id,
			p_body: body ?? null,
			p_share: share ?? null,
			p_key: key
		})
	);
}

/** Throws Refusal. */
export async function endThread(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('close_contact_request', { p_request: id }));
}

/** Ends the conversation and takes no more messages from its other side. Throws Refusal. */
export async function blockSide(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('block_contact', { p_request: id }));
}

/** Throws Refusal. */
export async function unblock(db: Db, person: string): Promise<void> {
	unwrap(await db.rpc('unblock_person', { p_person: person }));
}

/** Whether others may write to the visitor, and whether the visitor is told by mail. Throws Refusal. */
export async function chooseMessages(
	db: Db,
	choice: { takes: boolean; mails: boolean }
): Promise<void> {
	unwrap(await db.rpc('set_message_choices', { p_takes: choice.takes, p_mails: choice.mails }));
}
