/**
 * Functions that run with the owner's rights and that the application may call. `call` is SQL, with $1 the id
 * that a stranger guesses: of a person, or of a row about them (`of`). They must hear the same whether or not it
 * is there. Without `call` the function says nothing about a person, for the reason told.
 */
export type Asked =
  /** `but`: whose own organisation was involved once, and who may be told by it. */
  { call: string; of: string; but?: RegExp } | { because: string }

const person = (call: string) => ({ call, of: 'people.person' })

export const functions: Record<string, Asked> = {
  'people.agreed': person('SELECT array_agg(c.id) FROM people.agreed(ARRAY[$1::uuid]) c'),
  'people.alarm_overdue': { because: 'it refuses everybody but the application itself' },
  'people.audience': person('SELECT array_agg(o) FROM people.audience($1) o'),
  'people.break_in': {
    because:
      'it takes a number, never an id, is for professionals, and is logged either way; tested by itself',
  },
  'people.by_code': {
    because:
      'it takes a code, never an id, and answers the officer of an organisation that is or was involved; tested by itself',
  },
  // The code is all that a leader and an officer learn; also of those whom their own organisation knew once.
  'people.codes': {
    ...person('SELECT c.reference FROM people.codes(ARRAY[$1::uuid]) c'),
    but: /^leader, (involvement ended|consent withdrawn)/,
  },
  'people.emergency_only': person('SELECT people.emergency_only($1)'),
  'people.family': person('SELECT array_agg(f) FROM people.family($1) f'),
  'people.log_list': { because: 'it writes that the actor looked at a list, and names nobody' },
  'people.looks': person('SELECT array_agg(l.who) FROM people.looks($1) l'),
  'people.register': { because: 'it makes a person, with an id that the server made' },
  'pathways.answer_appointment': {
    call: `SELECT * FROM pathways.answer_appointment($1, 'declined')`,
    of: 'pathways.appointment',
  },
  'pathways.bed_counts': { because: 'it tells beds, never who' },
  'pathways.board_counts': {
    because:
      'it takes organisations and counts what the policy of pathways.clock shows; a stranger’s nothing is tested with the board',
  },
  'pathways.board_face': {
    call: 'SELECT * FROM pathways.board_face(ARRAY[$1::uuid])',
    of: 'pathways.clock',
  },
  'pathways.concerned': {
    call: 'SELECT array_agg(c.organisation_id) FROM pathways.concerned($1) c',
    of: 'pathways.pathway',
  },
  'pathways.forget_words': {
    call: `SELECT pathways.forget_words($1, 'Hemmelighed')`,
    of: 'pathways.pathway',
  },
  'pathways.free_beds': { because: 'it tells beds, never who' },
  'pathways.handover_status': {
    call: 'SELECT pathways.handover_status($1)',
    of: 'pathways.handover',
  },
  'pathways.end_what_expired': { because: 'it refuses everybody but the app itself' },
  'pathways.hold_promises': {
    call: 'SELECT pathways.hold_promises($1)',
    of: 'pathways.pathway',
  },
  'pathways.leaves_for_it': {
    call: 'SELECT pathways.leaves_for_it($1)',
    of: 'pathways.pathway',
  },
  'pathways.move_reservations': {
    call: `SELECT * FROM pathways.move_reservations($1, '2027-02-01')`,
    of: 'pathways.pathway',
  },
  'pathways.place_given': { call: 'SELECT pathways.place_given($1)', of: 'pathways.referral' },
  'pathways.place_in_line': { call: 'SELECT pathways.place_in_line($1)', of: 'pathways.referral' },
  'pathways.promises': {
    call: 'SELECT array_agg(p.id) FROM pathways.promises($1) p',
    of: 'pathways.pathway',
  },
  'pathways.referral_fate': { call: 'SELECT pathways.referral_fate($1)', of: 'pathways.referral' },
  'pathways.release_expired': { because: 'it frees places whose time has run out, whoever asks' },
  'pathways.stays_for': {
    call: 'SELECT array_agg(s.status) FROM pathways.stays_for($1) s',
    of: 'pathways.pathway',
  },
  'pathways.tell_places': { because: 'it tells the directory how many places there are' },
  'pathways.was_asked_along': {
    call: 'SELECT pathways.was_asked_along($1)',
    of: 'pathways.appointment',
  },
  'pathways.withdraw_referral': {
    call: `SELECT * FROM pathways.withdraw_referral($1, 1, 'Opdigtet grund')`,
    of: 'pathways.referral',
  },
  'pathways.wards': { because: 'it tells names of wards to the hospital’s own' },
}
