/** What the staff note on a need for each other. */
import { describe, expect, test } from 'vitest';
import { noteTime } from '../../src/lib/domain/need-work.ts';
import { deleteNote } from '../../src/lib/server/notes.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aWithdrawal } from './invented.ts';
import {
	city,
	admin,
	ana,
	reader,
	ids,
	streets,
	tell,
	look,
	work,
	passTo,
	row,
	openDesk
} from './desk-people.ts';

openDesk();

describe('Notes', () => {
	test('are for the staff alone: no phone hears of them', async () => {
		const { id, secrets } = await tell();
		expect(await work(id, 'note', { note: 'Llamar a la brigada' })).toBe('303');
		expect((await look(id, admin)).desk.notes).toMatchObject([
			{ words: 'Llamar a la brigada', by: 'Name of ana@city.example', deletableUntil: null }
		]);
		expect((await look(id, reader)).desk.notes).toEqual([]);
		const request = { v: 1 as const, submissions: [], watch: [secrets.watch] };
		expect(JSON.stringify(await receive(city, request, new Date()))).not.toContain('brigada');
		expect(await work(id, 'note', { note: ' ' })).toBe('400 note');
		expect(await work(id, 'note', { note: 'a'.repeat(2001) })).toBe('400 note-long');
	});

	test('only its writer deletes one, for five minutes', async () => {
		const { id } = await tell();
		await work(id, 'note', { note: 'Una errata' });
		const [note] = (await look(id)).desk.notes;
		expect(note.deletableUntil).not.toBeNull();
		expect(await work(id, 'unnote', { id: note.id }, admin)).toBe('409 late');
		const late = new Date(note.at.getTime() + noteTime + 1);
		const asked = { need: id, staff: ids['ana'] ?? '', note: note.id };
		expect(await deleteNote(city.db, asked, late)).toEqual({ problem: 'late' });
		expect(await work(id, 'unnote', { id: note.id })).toBe('303');
		expect((await look(id)).desk.notes).toEqual([]);
	});

	test('two who write at once both have theirs; taking the need back erases them', async () => {
		const { id, secrets } = await tell();
		await passTo(id, '', streets, ana, 'La señora del tercero');
		await Promise.all([
			work(id, 'note', { note: 'Palabras de Ana' }),
			work(id, 'note', { note: 'Palabras de la jefa' }, admin)
		]);
		expect((await look(id)).desk.notes).toHaveLength(2);
		await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
		expect(await work(id, 'note', { note: 'Demasiado tarde' })).toBe('409 withdrawn');
		const left = JSON.stringify([await look(id), await row(id)]);
		expect(left).not.toMatch(/Palabras|señora/);
		expect(
			await city.db.selectFrom('need_notes').selectAll().where('need', '=', id).execute()
		).toEqual([]);
	});
});
