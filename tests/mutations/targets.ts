/** What acknowledges, deletes or lets go of what people tell, and the tests that watch over it, the quickest first. */
export const targets: Record<string, string[]> = {
	'src/lib/device/outbox.ts': [
		'tests/faults/full-memory.integration.test.ts',
		'tests/faults/carry-results.integration.test.ts',
		'tests/faults/delivery.integration.test.ts',
		'tests/faults/coming-home.integration.test.ts',
		'tests/faults/shared-phone.integration.test.ts',
		'tests/faults/space.integration.test.ts',
		'tests/faults/carry.integration.test.ts',
		'tests/faults/carry-codes.integration.test.ts'
	],
	'src/lib/device/sync/answer.ts': [
		'tests/faults/full-memory.integration.test.ts',
		'tests/faults/delivery.integration.test.ts',
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
		'tests/integration/media-taken-back.test.ts'
	],
	'src/lib/server/submissions.ts': [
		'tests/integration/receive.test.ts',
		'tests/integration/receive-refused.test.ts',
		'tests/integration/withdrawal.test.ts'
	],
	'src/lib/server/receive.ts': [
		'tests/integration/receive.test.ts',
		'tests/integration/receive-refused.test.ts',
		'tests/integration/receive-many.test.ts'
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
		'tests/integration/media-taken-back.test.ts'
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
		'tests/faults/coming-home.integration.test.ts',
		'tests/faults/told-again.integration.test.ts',
		'tests/faults/shared-phone.integration.test.ts',
		'tests/faults/space.integration.test.ts'
	]
};
