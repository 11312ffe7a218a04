/** What acknowledges, deletes or lets go of what people tell, and the tests that watch over it, the quickest first. */
export const targets: Record<string, string[]> = {
	'src/lib/device/outbox.ts': [
		'tests/faults/refused-idea.integration.test.ts',
		'tests/faults/keys.integration.test.ts',
		'tests/faults/full-memory.integration.test.ts',
		'tests/faults/carry-results.integration.test.ts',
		'tests/faults/delivery.integration.test.ts',
		'tests/faults/mended.integration.test.ts',
		'tests/faults/coming-home.integration.test.ts',
		'tests/faults/badges.integration.test.ts',
		'tests/integration/told-for-others.test.ts',
		'tests/faults/shared-phone.integration.test.ts',
		'tests/faults/space.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/carry-codes.integration.test.ts'
	],
	'src/lib/device/sync/answer.ts': [
		'tests/faults/full-memory.integration.test.ts',
		'tests/faults/delivery.integration.test.ts',
		'tests/faults/mended.integration.test.ts',
		'tests/faults/coming-home.integration.test.ts',
		'tests/faults/keys.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/carry-codes.integration.test.ts'
	],
	'src/lib/device/carry/results.ts': [
		'tests/faults/carry-results.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/carry-codes.integration.test.ts'
	],
	'src/lib/domain/receipt.ts': ['tests/integration/keys.test.ts'],
	'src/lib/server/store.ts': [
		'tests/integration/receive.test.ts',
		'tests/integration/receive-refused.test.ts',
		'tests/integration/withdrawal.test.ts',
		'tests/integration/media.test.ts',
		'tests/integration/media-taken-back.test.ts',
		'tests/integration/ideas.test.ts',
		'tests/integration/supports.test.ts',
		'tests/integration/opinions.test.ts',
		'tests/integration/priorities.test.ts',
		'tests/integration/helped.test.ts',
		'tests/integration/surveys.test.ts',
		'tests/integration/held-sessions.test.ts',
		'tests/integration/workshops.test.ts',
		'tests/integration/confidence.test.ts',
		'tests/integration/badges.test.ts',
		'tests/integration/confirm-badge.test.ts'
	],
	'src/lib/server/submissions.ts': [
		'tests/integration/receive.test.ts',
		'tests/integration/receive-refused.test.ts',
		'tests/integration/withdrawal.test.ts'
	],
	'src/lib/server/receive.ts': [
		'tests/integration/receive.test.ts',
		'tests/integration/receive-refused.test.ts',
		'tests/integration/receive-many.test.ts',
		'tests/integration/badges.test.ts',
		'tests/integration/told-by-form.test.ts',
		'tests/integration/inbox-kept.test.ts'
	],
	'src/lib/server/media/receive.ts': [
		'tests/integration/media-settled.test.ts',
		'tests/integration/media.test.ts',
		'tests/integration/media-on-the-way.test.ts',
		'tests/integration/media-taken-back.test.ts',
		'tests/faults/erasure.integration.test.ts'
	],
	'src/lib/server/media/sweep.ts': [
		'tests/integration/media-kept-swept.test.ts',
		'tests/integration/media-taken-back.test.ts',
		'tests/integration/published-words-spoken.test.ts'
	],
	'src/lib/server/media/city-store.ts': [
		'tests/integration/media-settled.test.ts',
		'tests/integration/media.test.ts',
		'tests/integration/media-on-the-way.test.ts',
		'tests/integration/media-taken-back.test.ts',
		'tests/faults/erasure.integration.test.ts'
	],
	'src/lib/device/leave.ts': [
		'tests/faults/leaving.integration.test.ts',
		'tests/faults/shared-phone.integration.test.ts',
		'tests/faults/space.integration.test.ts'
	],
	'src/lib/device/offer-again.ts': [
		'tests/faults/full-memory.integration.test.ts',
		'tests/faults/delivery.integration.test.ts',
		'tests/faults/mended.integration.test.ts',
		'tests/faults/coming-home.integration.test.ts',
		'tests/faults/told-again.integration.test.ts',
		'tests/faults/badges.integration.test.ts',
		'tests/faults/shared-phone.integration.test.ts',
		'tests/faults/space.integration.test.ts'
	],
	'src/lib/device/sealing.ts': [
		'tests/faults/sealed-ahead.integration.test.ts',
		'tests/faults/taken-over.integration.test.ts',
		'tests/faults/shared-phone.integration.test.ts',
		'tests/faults/space.integration.test.ts',
		'tests/faults/leaving.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/carry-codes.integration.test.ts'
	],
	'src/lib/device/carry/take-over.ts': [
		'tests/faults/taken-over.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/carry-codes.integration.test.ts',
		'tests/faults/carry-results.integration.test.ts'
	],
	'src/lib/server/hub/letters.ts': [
		'tests/integration/hub-letters.test.ts',
		'tests/integration/hub-offered-again.test.ts',
		'tests/integration/hub-brings.test.ts'
	],
	'src/lib/server/hub/bring-letters.ts': [
		'tests/integration/hub-brings.test.ts',
		'tests/integration/hub-letters.test.ts'
	],
	'src/lib/server/withdrawals.ts': [
		'tests/integration/erased-beside.test.ts',
		'tests/integration/withdrawal.test.ts',
		'tests/integration/ideas.test.ts',
		'tests/integration/media-taken-back.test.ts',
		'tests/integration/erasures.test.ts',
		'tests/integration/backup.test.ts'
	],
	'src/lib/server/retention/take-said.ts': [
		'tests/integration/retention-others.test.ts',
		'tests/integration/retention-said.test.ts'
	],
	'src/lib/server/retention/take.ts': [
		'tests/integration/retention-others.test.ts',
		'tests/integration/retention.test.ts',
		'tests/integration/retention-originals.test.ts'
	],
	'src/lib/device/told.ts': ['tests/faults/told-again.integration.test.ts'],
	'src/lib/server/hub/media-store.ts': ['tests/integration/hub-brings.test.ts'],
	'src/lib/server/media/rows.ts': [
		'tests/integration/media-settled.test.ts',
		'tests/integration/media.test.ts',
		'tests/integration/media-taken-back.test.ts',
		'tests/integration/media-kept-swept.test.ts',
		'tests/integration/survey-voices.test.ts',
		'tests/integration/retention-originals.test.ts',
		'tests/integration/reply-voices-end.test.ts',
		'tests/integration/hub-brings.test.ts'
	],
	'src/lib/device/needs.ts': [
		'tests/faults/room.unit.test.ts',
		'tests/faults/delivery.integration.test.ts',
		'tests/faults/mended.integration.test.ts',
		'tests/integration/helped.test.ts',
		'tests/faults/coming-home.integration.test.ts',
		'tests/faults/joining.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/space.integration.test.ts',
		'tests/faults/told-again.integration.test.ts',
		'tests/faults/every-kind.integration.test.ts'
	],
	'src/lib/device/ideas.ts': [
		'tests/faults/refused-idea.integration.test.ts',
		'tests/faults/ideas.integration.test.ts',
		'tests/faults/carried-votes.integration.test.ts',
		'tests/faults/begun-left.integration.test.ts',
		'tests/faults/joining.integration.test.ts',
		'tests/faults/told-again.integration.test.ts',
		'tests/faults/every-kind.integration.test.ts'
	],
	'src/lib/device/sync/send-batch.ts': [
		'tests/faults/weak-line.integration.test.ts',
		'tests/unit/next-batch.test.ts',
		'tests/faults/full-memory.integration.test.ts',
		'tests/faults/keys.integration.test.ts',
		'tests/faults/coming-home.integration.test.ts',
		'tests/faults/delivery.integration.test.ts',
		'tests/faults/mended.integration.test.ts',
		'tests/faults/bad-line.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/city-answers.integration.test.ts',
		'tests/faults/city-burdened.integration.test.ts',
		'tests/faults/told-at-hub.integration.test.ts'
	],
	'src/lib/device/sync/bring-media.ts': [
		'tests/faults/weak-line.integration.test.ts',
		'tests/faults/voice-at-hub.integration.test.ts',
		'tests/faults/taken-over.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/delivery.integration.test.ts',
		'tests/faults/mended.integration.test.ts',
		'tests/faults/coming-home.integration.test.ts',
		'tests/faults/bad-line.integration.test.ts',
		'tests/faults/city-answers.integration.test.ts',
		'tests/faults/city-burdened.integration.test.ts'
	],
	'src/lib/domain/bring-bytes.ts': [
		'tests/unit/bring-bytes.test.ts',
		'tests/faults/voice-at-hub.integration.test.ts',
		'tests/faults/delivery.integration.test.ts',
		'tests/faults/mended.integration.test.ts',
		'tests/faults/bad-line.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/city-answers.integration.test.ts'
	],
	'src/service-worker/posted-form.ts': ['tests/faults/posted-form.integration.test.ts'],
	'src/lib/server/import-carried.ts': [
		'tests/unit/import-carried.test.ts',
		'tests/integration/carry.test.ts',
		'tests/faults/carry.integration.test.ts'
	],
	'src/lib/server/receive-form.ts': [
		'tests/integration/told-by-form.test.ts',
		'tests/integration/form-at-hub.test.ts'
	],
	'src/lib/server/erased.ts': [
		'tests/integration/erased-list.test.ts',
		'tests/integration/media-taken-back.test.ts',
		'tests/integration/erasures.test.ts',
		'tests/faults/erasure.integration.test.ts',
		'tests/integration/backup.test.ts'
	],
	'src/lib/server/bound-tables.ts': [
		'tests/integration/erased-beside.test.ts',
		'tests/integration/retention-said.test.ts',
		'tests/integration/media-taken-back.test.ts',
		'tests/integration/erasures.test.ts',
		'tests/faults/erasure.integration.test.ts',
		'tests/integration/backup.test.ts'
	],
	'src/lib/device/room.ts': ['tests/faults/room.unit.test.ts'],
	'src/lib/device/spaces.ts': [
		'tests/faults/space-opened.integration.test.ts',
		'tests/faults/space.integration.test.ts',
		'tests/faults/badges.integration.test.ts',
		'tests/faults/leaving.integration.test.ts',
		'tests/faults/begun-left.integration.test.ts',
		'tests/faults/tablet.integration.test.ts'
	],
	'src/lib/device/space-words.ts': [
		'tests/faults/space-opened.integration.test.ts',
		'tests/faults/space.integration.test.ts',
		'tests/faults/badges.integration.test.ts',
		'tests/faults/spoken-answers.integration.test.ts',
		'tests/faults/begun-left.integration.test.ts',
		'tests/faults/leaving.integration.test.ts',
		'tests/faults/told-again.integration.test.ts',
		'tests/faults/every-kind.integration.test.ts'
	],
	'src/lib/device/trainer-told.ts': [
		'tests/integration/told-for-others.test.ts',
		'tests/integration/told-on-paper.test.ts',
		'tests/integration/workshop-device.test.ts',
		'tests/integration/bad-days.test.ts',
		'tests/faults/begun-left.integration.test.ts',
		'tests/faults/restored-session.integration.test.ts',
		'tests/faults/every-kind.integration.test.ts'
	],
	'src/lib/server/hub/hub-door.ts': [
		'tests/integration/hub-door.test.ts',
		'tests/faults/form-at-hub.integration.test.ts',
		'tests/integration/hub-offered-again.test.ts',
		'tests/integration/hub-brings.test.ts',
		'tests/integration/hub-letters.test.ts',
		'tests/faults/hub.integration.test.ts'
	],
	'src/lib/server/media/lost.ts': [
		'tests/integration/backup-media.test.ts',
		'tests/integration/reply-voices-end.test.ts',
		'tests/integration/answer-voice-files.test.ts',
		'tests/integration/public-voices.test.ts'
	]
};
