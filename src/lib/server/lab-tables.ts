/** The tables of labs, of the sessions there, and of the trainers who lead them. */
import type { Generated, JSONColumnType } from 'kysely';
import type { Moment } from '../domain/confidence.ts';
import type { Language } from '../domain/language.ts';
import type { WorkshopBody } from '../domain/workshop.ts';

export type LabTables = {
	labs: {
		id: string;
		name: string;
		/** A neighbourhood; null where the city has none for it. */
		place: string | null;
		address: string;
		made_at: Date;
		closed_at: Generated<Date | null>;
	};
	sessions: {
		id: string;
		lab: string;
		starts_at: Date;
		ends_at: Date;
		modules: string[];
		languages: Language[];
		cancelled: Generated<boolean>;
		/** Goes up with each change: what the calendars of people tell apart. */
		revision: Generated<number>;
		made_at: Date;
		changed_at: Date;
	};
	/** Sessions as they were held: `id` and `lab` as the trainer's device said them, its times too. */
	held_sessions: {
		id: string;
		lab: string;
		received_at: Date;
		started_at: string;
		ends_at: string;
		modules: string[];
		languages: Language[];
	};
	/** Who took part, by pseudonyms of that session; `same_as`: a second device of that person. */
	attendance: { session: string; person: string; received_at: Date; same_as: string | null };
	/** How sure a person of a session felt, as she said it first at each moment. */
	confidence: {
		session: string;
		person: string;
		moment: Moment;
		level: number;
		received_at: Date;
	};
	/** Results of workshops, as they were told; `workshop` is told again when more people have voted. */
	workshops: {
		id: string;
		workshop: string;
		session: string;
		lab: string;
		received_at: Date;
		held_at: string;
		lang: string;
		way: WorkshopBody['way'];
		people: number;
		opinion_groups: number;
		groups: JSONColumnType<WorkshopBody['groups']>;
	};
	trainers: { id: string; name: string; made_at: Date; ended_at: Generated<Date | null> };
	trainer_labs: { trainer: string; lab: string };
	trainer_invitations: {
		token_hash: string;
		trainer: string;
		made_at: Date;
		expires_at: Date;
		used_at: Generated<Date | null>;
		/** The device that it let in: the same one may ask again, because an answer can be lost. */
		device: Generated<string | null>;
	};
	trainer_devices: {
		id: string;
		trainer: string;
		name: string;
		secret_hash: string;
		/** Half of what opens the trainer's key when she forgot her PIN; null once the device is shut out. */
		spare: string | null;
		made_at: Date;
		seen_at: Date;
		shut_out_at: Generated<Date | null>;
	};
};
