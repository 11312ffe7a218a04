import type { Topic } from '$lib/domain/need.ts';

/** The picture of each topic: an icon on a tile's colour. The picture carries the meaning across languages. */
export const topicIcons: Record<Topic, string> = {
	skills: 'graduation-cap',
	connection: 'wifi',
	device: 'smartphone',
	service: 'landmark',
	information: 'info',
	safety: 'shield',
	access: 'accessibility',
	other: 'message-circle-more'
};
