/** The sign of each app of the pretend phone. */
import type { PhoneApp } from '../../domain/practice-phone.ts';

export const appIcons: Record<PhoneApp, string> = {
	chat: 'message-square',
	mail: 'mail',
	browser: 'globe',
	form: 'square-pen',
	settings: 'sliders-horizontal',
	passwords: 'key',
	call: 'phone',
	camera: 'camera',
	wifi: 'wifi',
	storage: 'layers',
	update: 'refresh-cw',
	assistant: 'bot',
	computer: 'monitor',
	news: 'newspaper'
};
