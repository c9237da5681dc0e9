/**
 * Commands that choose one of a list: each operation on a whole label, each kind of measurement, each layout. They have no keys
 * until a person gives them some.
 */
import { layouts } from '#shared/contract/settings.ts';
import { measuringKinds } from '#shared/measurements/measure.ts';
import { operationKinds } from './regions/operation.ts';

const lists = { region: operationKinds, measure: measuringKinds, views: layouts } as const;
type Lists = typeof lists;

export type Choice = { [List in keyof Lists]: { readonly of: List; readonly one: Lists[List][number] } }[keyof Lists];
export type ChoiceCommand = { [List in keyof Lists]: `${List}.${Lists[List][number]}` }[keyof Lists];

const choices = new Map<string, Choice>(Object.entries(lists).flatMap(([of, list]) => list.map((one) => [`${of}.${one}`, { of, one } as Choice])));

export const choiceCommands = [...choices.keys()] as readonly ChoiceCommand[];
export const isChoice = (command: string): command is ChoiceCommand => choices.has(command);
export const choiceOf = (command: ChoiceCommand): Choice => choices.get(command)!;
/** Of one list, in the order in which it is offered. */
export const choicesOf = (list: keyof Lists): readonly ChoiceCommand[] => choiceCommands.filter((command) => choiceOf(command).of === list);
/** For the table of keys. */
export const choiceKeys = Object.fromEntries(choiceCommands.map((command) => [command, []])) as unknown as Readonly<Record<ChoiceCommand, readonly string[]>>;
