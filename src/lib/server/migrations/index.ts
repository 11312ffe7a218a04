import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import type { Database } from '../database.ts';
import * as first from './0001-first.ts';
import * as delivery from './0002-delivery.ts';
import * as badges from './0003-badges.ts';
import * as swapFields from './0004-swap-fields.ts';
import * as learning from './0005-learning.ts';
import * as badgeConfirmations from './0006-badge-confirmations.ts';
import * as searchAfterAnswer from './0007-search-after-answer.ts';
import * as labsAndTrainers from './0008-labs-and-trainers.ts';
import * as heldSessions from './0009-held-sessions.ts';
import * as confidence from './0010-confidence.ts';
import * as workshops from './0011-workshops.ts';
import * as toldForOthers from './0012-told-for-others.ts';
import * as publicReplies from './0013-public-replies.ts';
import * as staffWork from './0014-staff-work.ts';
import * as people from './0015-people.ts';
import * as inbox from './0016-inbox.ts';
import * as need from './0017-need.ts';
import * as joins from './0018-joins.ts';
import * as themes from './0019-themes.ts';
import * as answers from './0020-answers.ts';
import * as heard from './0021-heard.ts';
import * as privacy from './0022-privacy.ts';
import * as hiddenInThemes from './0023-hidden-in-themes.ts';
import * as replyVoices from './0024-reply-voices.ts';
import * as aboutYou from './0025-about-you.ts';
import * as batchVoices from './0026-batch-voices.ts';
import * as inboxOrder from './0027-inbox-order.ts';
import * as bulkOfANeed from './0028-bulk-of-a-need.ts';
import * as joinedHeard from './0029-joined-heard.ts';
import * as replyBatch from './0030-reply-batch.ts';
import * as publicVoices from './0031-public-voices.ts';
import * as templateLabels from './0032-template-labels.ts';
import * as surveys from './0033-surveys.ts';
import * as challenges from './0034-challenges.ts';
import * as supports from './0035-supports.ts';
import * as ideas from './0036-ideas.ts';
import * as rounds from './0038-rounds.ts';
import * as decisions from './0040-decisions.ts';
import * as plainestLabelFound from './0042-plainest-label-found.ts';
import * as prioritisings from './0043-prioritisings.ts';
import * as pilots from './0045-pilots.ts';
import * as ideaNews from './0047-idea-news.ts';
import * as spoken from './0049-spoken.ts';
import * as threads from './0050-threads.ts';
import * as needsFound from './0051-needs-found.ts';

/** Every migration by its number and name. They only ever add: phones and backups of years ago still fit. */
export const migrations: Record<string, Migration> = {
	'0001-first': first,
	'0002-delivery': delivery,
	'0003-badges': badges,
	'0004-swap-fields': swapFields,
	'0005-learning': learning,
	'0006-badge-confirmations': badgeConfirmations,
	'0007-search-after-answer': searchAfterAnswer,
	'0008-labs-and-trainers': labsAndTrainers,
	'0009-held-sessions': heldSessions,
	'0010-confidence': confidence,
	'0011-workshops': workshops,
	'0012-told-for-others': toldForOthers,
	'0013-public-replies': publicReplies,
	'0014-staff-work': staffWork,
	'0015-people': people,
	'0016-inbox': inbox,
	'0017-need': need,
	'0018-joins': joins,
	'0019-themes': themes,
	'0020-answers': answers,
	'0021-heard': heard,
	'0022-privacy': privacy,
	'0023-hidden-in-themes': hiddenInThemes,
	'0024-reply-voices': replyVoices,
	'0025-about-you': aboutYou,
	'0026-batch-voices': batchVoices,
	'0027-inbox-order': inboxOrder,
	'0028-bulk-of-a-need': bulkOfANeed,
	'0029-joined-heard': joinedHeard,
	'0030-reply-batch': replyBatch,
	'0031-public-voices': publicVoices,
	'0032-template-labels': templateLabels,
	'0033-surveys': surveys,
	'0034-challenges': challenges,
	'0035-supports': supports,
	'0036-ideas': ideas,
	'0038-rounds': rounds,
	'0040-decisions': decisions,
	'0042-plainest-label-found': plainestLabelFound,
	'0043-prioritisings': prioritisings,
	'0045-pilots': pilots,
	'0047-idea-news': ideaNews,
	'0049-spoken': spoken,
	'0050-threads': threads,
	'0051-needs-found': needsFound
};

/**
 * Brings a database to the newest migration, or to the one named; under Kysely's lock, so that two servers may start at
 * once. Gives the names of those that it applied.
 * @throws the database's own error; the step that failed is rolled back
 */
export async function migrate(db: Database, to?: string): Promise<string[]> {
	const migrator = new Migrator({
		db: db as unknown as Kysely<unknown>,
		provider: { getMigrations: () => Promise.resolve(migrations) }
	});
	const { error, results } = to ? await migrator.migrateTo(to) : await migrator.migrateToLatest();
	if (error) throw error;
	return (results ?? []).map(({ migrationName }) => migrationName);
}
