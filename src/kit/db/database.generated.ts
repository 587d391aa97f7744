import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = ColumnType<JsonValue, JsonObject | string, JsonObject | string>;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AccessAccount {
  /**
   * Set for fictional demonstration accounts only: the role picker offers these.
   */
  demoKey: string | null;
  disabledAt: Timestamp | null;
  email: string | null;
  id: Generated<string>;
  name: string;
  /**
   * Whose administrators govern the account; null: administrators of everything only.
   */
  organisationId: string | null;
  recordedAt: Generated<Timestamp>;
  version: Generated<number>;
}

export interface AccessChallenge {
  accountId: string | null;
  challenge: string;
  expiresAt: Timestamp;
  idHash: Buffer;
  purpose: string;
}

export interface AccessLoginCode {
  accountId: string | null;
  attempts: Generated<number>;
  codeHash: Buffer;
  createdAt: Generated<Timestamp>;
  emailHash: Buffer;
  expiresAt: Timestamp;
  /**
   * SHA-256 of the secret in the cookie of the browser that asked: a code works there only.
   */
  idHash: Buffer;
  salt: Buffer;
  usedAt: Timestamp | null;
}

export interface AccessPasskey {
  accountId: string;
  counter: Generated<number>;
  createdAt: Generated<Timestamp>;
  credentialId: string;
  id: Generated<string>;
  name: string;
  publicKey: Buffer;
  transports: Generated<string[]>;
}

export interface AccessRoleGrant {
  accountId: string | null;
  area: string | null;
  givenAt: Generated<Timestamp>;
  givenBy: Generated<string>;
  id: Generated<string>;
  /**
   * Where the role holds, and whose administrators may give and revoke it; beside service_id it is the organisation of that service, set by trigger. Null: administrators of everything only.
   */
  organisationId: string | null;
  revokedAt: Timestamp | null;
  revokedBy: string | null;
  role: string;
  /**
   * Given: the role holds for this service alone. No foreign key: a case's services live in another database.
   */
  serviceId: string | null;
  /**
   * The one space that the role holds in.
   */
  space: Generated<string>;
  tokenId: string | null;
  valid: string;
}

export interface AccessSession {
  accountId: string | null;
  createdAt: Generated<Timestamp>;
  endedAt: Timestamp | null;
  expiresAt: Timestamp;
  idHash: Buffer;
  lastSeen: Generated<Timestamp>;
  method: string;
  /**
   * Names the session on the page where its owner ends it; opens nothing.
   */
  publicId: Generated<string>;
  tokenId: string | null;
}

export interface AccessToken {
  createdAt: Generated<Timestamp>;
  createdBy: Generated<string>;
  expiresAt: Timestamp;
  hash: Buffer;
  id: Generated<string>;
  kind: string;
  name: string;
  /**
   * With service_id: the organisation of that service, set by trigger. Whose administrators govern it; null: administrators of everything only.
   */
  organisationId: string | null;
  revokedAt: Timestamp | null;
  revokedBy: string | null;
  /**
   * The one service, in the live space, that a link or token is for.
   */
  serviceId: string | null;
}

export interface AccessTokenUse {
  lastUsedAt: Timestamp;
  tokenId: string;
}

export interface KitChange {
  /**
   * Account, token, "system:…", "public", or "database:<role>" for a write that went past the application.
   */
  actor: string;
  actorName: string | null;
  at: Generated<Timestamp>;
  /**
   * sha256(salt ‖ before ‖ newline ‖ after): the seal covers this hash, so content can be destroyed and the seal still verifies.
   */
  contentHash: Buffer;
  /**
   * insert, update, delete or erase.
   */
  op: string;
  /**
   * Whose data: organisation_id of the row where it has one, else the organisation of the actor. Decides which administrators may read it.
   */
  organisation: string | null;
  /**
   * The row's id, else its service_id, else the first column of its primary key.
   */
  rowId: string;
  seq: Generated<number>;
  /**
   * The person whom it is about, if any.
   */
  subject: string | null;
  tableName: string;
  /**
   * Transaction that wrote it.
   */
  xid: Generated<string>;
}

export interface KitChangeContent {
  after: Json | null;
  before: Json | null;
  /**
   * Random; destroyed with the content, so that its hash cannot be guessed back afterwards.
   */
  salt: string;
  seq: number;
}

export interface KitIdempotency {
  actor: string;
  at: Generated<Timestamp>;
  body: Json;
  key: string;
  requestHash: Buffer;
  status: number;
}

export interface KitMigration {
  at: Generated<Timestamp>;
  checksum: string;
  name: string;
}

export interface KitPersonKey {
  /**
   * Of the key; reveals nothing of it.
   */
  fingerprint: string;
  madeAt: Generated<Timestamp>;
  onlyRow: Generated<boolean>;
}

export interface KitSeal {
  at: Timestamp;
  batch: number;
  count: number;
  fromSeq: Generated<number | null>;
  /**
   * sha256 over everything else in the row. Keep the newest outside the database: whoever owns it could rewrite the whole chain.
   */
  hash: Buffer;
  /**
   * Oldest transaction running when sealed.
   */
  horizon: string;
  /**
   * Last number drawn before next_xid was read (the last member, where the batch was cut for size).
   */
  lastSeq: number;
  members: string;
  /**
   * The sealing transaction: whoever wrote before has a lower id, whoever writes later a higher one.
   */
  nextXid: string;
  /**
   * Hash of the seal before; zeros in the first.
   */
  previous: Buffer;
  root: Buffer;
  /**
   * No change with a seq up to this one can come any more: sealing starts looking here.
   */
  settled: number;
  toSeq: Generated<number | null>;
}

export interface KitSpace {
  clockFrom: Timestamp | null;
  clockUntil: Timestamp | null;
  demo: Generated<boolean>;
  kind: string;
  /**
   * Which data files have been loaded, name to checksum: a restart loads nothing twice.
   */
  loaded: Generated<Json>;
  name: string;
  onlyRow: Generated<boolean>;
  titleDa: string;
  titleEn: string;
}

export interface KitTracked {
  key: string[];
  omit: string[];
  tableName: string;
}

export interface PathwaysAppointment {
  at: Timestamp;
  companion: Generated<string>;
  companionAccount: string | null;
  companionName: string | null;
  companionOrganisationId: string | null;
  genderWish: string | null;
  id: string;
  interpreter: Generated<boolean>;
  language: string | null;
  /**
   * Topics that the companion may speak of on the person's behalf: codes of consents, never words of somebody's own.
   */
  mayTell: Generated<string[]>;
  meeting: string;
  organisationId: string;
  pathwayId: string | null;
  personId: string;
  place: string;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  status: Generated<string>;
  /**
   * Words that a volunteer may read: no diagnosis.
   */
  subject: string;
  until: Timestamp | null;
  version: Generated<number>;
}

export interface PathwaysBed {
  closedAt: Timestamp | null;
  id: Generated<string>;
  label: string;
  organisationId: string;
  recordedAt: Generated<Timestamp>;
  serviceId: string;
  unit: string;
}

export interface PathwaysCareNote {
  at: Timestamp;
  byAccount: Generated<string>;
  byName: string;
  corrects: string | null;
  givenAgainReason: string | null;
  hoursBetween: number | null;
  id: Generated<string>;
  kind: string;
  medicine: string | null;
  organisationId: string;
  personId: string;
  recordedAt: Generated<Timestamp>;
  stayId: string | null;
  text: string;
}

export interface PathwaysClock {
  /**
   * The handover, referral, stay, notice or step that it is about.
   */
  aboutId: string | null;
  dueAt: Timestamp;
  escalatedAt: Timestamp | null;
  /**
   * When it is told again, where it has been told and still waits (REF-10); null: at due_at.
   */
  escalatesAt: Timestamp | null;
  id: Generated<string>;
  kind: string;
  municipality: string | null;
  /**
   * Who is accountable while it runs.
   */
  organisationId: string;
  outcome: string | null;
  pathwayId: string;
  personId: string;
  /**
   * The deadline or rhythm of the pathway's definition that started it.
   */
  rule: string | null;
  startedAt: Generated<Timestamp>;
  stoppedAt: Timestamp | null;
  stoppedBy: string | null;
  text: string | null;
  waitsOnOrganisationId: string | null;
}

export interface PathwaysDischarge {
  contactPerson: Generated<string>;
  contactPersonNote: string | null;
  destination: Generated<string>;
  destinationNote: string | null;
  dischargedAt: Timestamp | null;
  homeNursing: Generated<string>;
  homeNursingNote: string | null;
  housing: Generated<string>;
  housingNote: string | null;
  medicine: Generated<string>;
  medicineNote: string | null;
  municipalityContact: string | null;
  organisationId: string;
  pathwayId: string;
  personId: string;
  plannedOn: string | null;
  prescriptionTakenOver: Generated<string>;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  streetAlternatives: string | null;
  streetDecidedByName: string | null;
  streetReason: string | null;
  transport: Generated<string>;
  transportNote: string | null;
  treatment: Generated<string>;
  treatmentNextDay: Generated<string>;
  treatmentNote: string | null;
  version: Generated<number>;
  wardNote: string | null;
}

export interface PathwaysEvent {
  at: Timestamp;
  byAccount: Generated<string>;
  byName: string;
  fromState: string | null;
  id: Generated<string>;
  kind: string;
  level: string;
  organisationId: string;
  pathwayId: string;
  personId: string;
  rank: Generated<number | null>;
  recordedAt: Generated<Timestamp>;
  said: Generated<Json>;
  toState: string | null;
}

export interface PathwaysFlag {
  bed: string;
  closedAt: Timestamp | null;
  /**
   * Why it was put away; over: it was taken, and the pathway or the stay on the ward has ended.
   */
  closeReason: string | null;
  flaggedAt: Generated<Timestamp>;
  flaggedBy: Generated<string>;
  flaggedByName: string;
  id: string;
  organisationId: string;
  pathwayId: string | null;
  personId: string | null;
  takenAt: Timestamp | null;
  takenBy: string | null;
  takenByName: string | null;
  /**
   * Whether the one who flags treats the patient; if not, the flag is shown for review.
   */
  treating: boolean;
  ward: string;
}

export interface PathwaysFollowUp {
  answeredAt: Timestamp | null;
  answeredBy: string | null;
  answeredByName: string | null;
  dueOn: string;
  id: Generated<string>;
  leftAt: Timestamp;
  note: string | null;
  organisationId: string;
  outcome: string | null;
  pathwayId: string;
  personId: string;
  recordedAt: Generated<Timestamp>;
  remindedAt: Timestamp | null;
}

export interface PathwaysHandover {
  answeredAt: Timestamp | null;
  answeredBy: string | null;
  answeredByName: string | null;
  consentId: string | null;
  dueAt: Timestamp;
  id: string;
  /**
   * What the offer opened to the one asked: it ends when the offer is declined or withdrawn.
   */
  involvementId: string | null;
  legalReference: string | null;
  message: string;
  offeredAt: Generated<Timestamp>;
  offeredBy: Generated<string>;
  offeredByName: string;
  organisationId: string;
  pathwayId: string;
  personId: string;
  reason: string | null;
  status: Generated<string>;
  toOrganisationId: string;
}

export interface PathwaysHouse {
  answerHours: Generated<number>;
  /**
   * What must hold for a person who is to stay: no fails the criterion, unknown never does. A missing housing plan is a task for the municipality (REF-09).
   */
  demands: Generated<string[]>;
  /**
   * REF-07: the central gate that referrals go through.
   */
  gateServiceId: string | null;
  /**
   * How long a place is held from the agreed day, or from now where that is later.
   */
  holdHours: Generated<number>;
  organisationId: string;
  quietDays: Generated<number>;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  /**
   * What may not hold: yes fails the criterion.
   */
  refuses: Generated<string[]>;
  serviceId: string;
  /**
   * RES-05: when somebody is there, opening_hours syntax; null: nobody has told.
   */
  staffHours: string | null;
  version: Generated<number>;
}

export interface PathwaysMyAppointment {
  at: Timestamp | null;
  companion: string | null;
  id: string | null;
  interpreter: boolean | null;
  language: string | null;
  mayTell: string[] | null;
  meeting: string | null;
  personId: string | null;
  place: string | null;
  status: string | null;
  until: Timestamp | null;
}

export interface PathwaysMyFlags {
  bed: string | null;
  closedAt: Timestamp | null;
  closeReason: string | null;
  flaggedAt: Timestamp | null;
  id: string | null;
  organisationId: string | null;
  takenAt: Timestamp | null;
  takenByName: string | null;
  ward: string | null;
}

export interface PathwaysNotice {
  contactEmail: string | null;
  contactName: string | null;
  contactPhone: string | null;
  createdAt: Generated<Timestamp>;
  createdBy: Generated<string>;
  id: Generated<string>;
  kind: string;
  mailedAt: Timestamp | null;
  municipality: string | null;
  organisationId: string;
  pathwayId: string | null;
  personId: string | null;
  seenAt: Timestamp | null;
  seenBy: string | null;
  seenByName: string | null;
  text: string;
  /**
   * The same in English, for whoever reads the app in it; null where text is a key of the texts, as the database writes it.
   */
  textEn: string | null;
  toOrganisationId: string | null;
}

export interface PathwaysPathway {
  closedAt: Timestamp | null;
  definition: string;
  definitionVersion: number;
  id: string;
  level: string;
  /**
   * When the person was last met; null: not yet.
   */
  metAt: Timestamp | null;
  /**
   * Municipality of action where it is known; null is unknown.
   */
  municipality: string | null;
  openedAt: Generated<Timestamp>;
  openedBy: Generated<string>;
  /**
   * Who opened it.
   */
  organisationId: string;
  outcome: string | null;
  /**
   * Who answers in the owning organisation. Where that person has left (owner_left_at), the organisation still owns it and its leader is told.
   */
  ownerAccount: string | null;
  ownerLeftAt: Timestamp | null;
  ownerName: string;
  ownerOrganisationId: string;
  personId: string;
  rank: Generated<number | null>;
  serviceId: string | null;
  state: string;
  stateSince: Generated<Timestamp>;
  version: Generated<number>;
}

export interface PathwaysReferral {
  alternatives: string | null;
  assessment: string;
  /**
   * How many times this pathway had been declined when it was sent (REF-10).
   */
  bounce: Generated<number>;
  careNeed: string | null;
  consentId: string | null;
  /**
   * Each formal criterion as yes, no or unknown, as it stood when sent; rules_seen names the rules, so that a change is noticed and they are checked again.
   */
  criteria: Json;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  decidedByName: string | null;
  dueAt: Timestamp;
  fit: Generated<string>;
  fitReason: string | null;
  fromAccount: Generated<string>;
  fromName: string;
  fromPhone: string | null;
  houseRulesSeen: Generated<boolean>;
  id: string;
  /**
   * What it opened to the receiving house; ends when the answer is no, or when it is withdrawn.
   */
  involvementId: string | null;
  legalReference: string | null;
  organisationId: string;
  pathwayId: string;
  personId: string;
  reason: string | null;
  risks: string | null;
  rulesSeen: string;
  sentAt: Generated<Timestamp>;
  serviceId: string;
  situation: string;
  status: Generated<string>;
  talkedAt: Timestamp | null;
  talkNote: string | null;
  toOrganisationId: string;
  version: Generated<number>;
  waitingSince: Timestamp | null;
  wantedFrom: string;
  wantedUntil: string;
}

export interface PathwaysStay {
  arrivedAt: Timestamp | null;
  bedId: string;
  decidedBy: Generated<string>;
  decidedByName: string;
  destination: string | null;
  endAlternative: string | null;
  endDecidedByName: string | null;
  endedAt: Timestamp | null;
  endKind: string | null;
  endNoAlternativeConfirmed: Generated<boolean>;
  endReason: string | null;
  expectedFrom: string;
  expectedUntil: string;
  extraByName: string | null;
  /**
   * A decision to go beyond the limit, with reason and decision-maker (RES-01).
   */
  extraNights: Generated<number>;
  extraReason: string | null;
  id: string;
  /**
   * CAP-04: an isolation place is given by a health criterion; anything else needs a reason.
   */
  isolationGround: string | null;
  isolationReason: string | null;
  limitNights: number | null;
  organisationId: string;
  originalFrom: string;
  originalUntil: string;
  pathwayId: string;
  personId: string;
  /**
   * RES-02: until this day nothing is asked of the resident.
   */
  quietUntil: string | null;
  recordedAt: Generated<Timestamp>;
  /**
   * The referral that it answers: the stay is the house's own pathway, the referral belongs to the sender's. Null: the person came on their own (REF-06).
   */
  referralId: string | null;
  /**
   * After this the place is free again, unless the person has come.
   */
  reservedUntil: Timestamp | null;
  serviceId: string;
  status: string;
  version: Generated<number>;
}

export interface PeopleAccessLog {
  actor: Generated<string>;
  actorName: Generated<string>;
  at: Generated<Timestamp>;
  organisationId: string | null;
  part: Generated<string>;
  personId: string | null;
  /**
   * Those who stood in a list that was looked at.
   */
  persons: string[] | null;
  reason: string | null;
  seq: Generated<number>;
  what: string;
}

export interface PeopleAssessment {
  at: Generated<Timestamp>;
  colour: string;
  despiteRisk: string | null;
  id: Generated<string>;
  organisationId: string;
  personId: string;
  reasons: string;
  reviewOn: string | null;
  riskNote: string | null;
  signedBy: Generated<string>;
  signedByName: string;
}

export interface PeopleBreakGlass {
  accountId: string;
  accountName: string;
  alarmedAt: Timestamp | null;
  endsAt: Timestamp;
  id: Generated<string>;
  involvementId: string;
  openedAt: Generated<Timestamp>;
  organisationId: string;
  personId: string;
  reason: string;
  reviewDue: Generated<Timestamp>;
  reviewedAt: Timestamp | null;
  reviewedBy: string | null;
  reviewedByName: string | null;
  reviewNote: string | null;
  verdict: string | null;
}

export interface PeopleCard {
  called: string | null;
  id: string | null;
  languages: string[] | null;
  mergedInto: string | null;
  name: string | null;
  protected: boolean | null;
  pseudonymous: boolean | null;
  reference: string | null;
}

export interface PeopleCircumstance {
  answer: string;
  criterion: string;
  id: Generated<string>;
  organisationId: string;
  personId: string;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  saidBy: string;
}

export interface PeopleCompanion {
  called: string | null;
  endsAt: Timestamp | null;
  id: string | null;
  languages: string[] | null;
}

export interface PeopleConsent {
  givenAt: Timestamp;
  givenHow: string;
  id: Generated<string>;
  kind: Generated<string>;
  level: string;
  /**
   * L4 (sundhedsloven § 44): why consent to pass on health data for other than treatment is not in writing.
   */
  oralReason: string | null;
  organisationId: string;
  personId: string;
  purpose: string;
  recipient: string;
  recipientOrganisationId: string | null;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  recordedByName: string;
  /**
   * What may be told: codes in people/schema.ts.
   */
  topics: string[];
  validUntil: Timestamp;
  withdrawnAt: Timestamp | null;
  withdrawnBy: string | null;
  withdrawnByName: string | null;
  witness: string | null;
}

export interface PeopleContactability {
  channel: Generated<string>;
  digital: Generated<string>;
  editedAt: Generated<Timestamp>;
  editedByName: Generated<string>;
  interpreter: string | null;
  meeting: Generated<string>;
  organisationId: string;
  personId: string;
  phone: string | null;
  /**
   * Others answer this phone: nothing is left as a message.
   */
  phoneShared: Generated<boolean>;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  version: Generated<number>;
  via: string | null;
}

export interface PeopleDeletion {
  at: Generated<Timestamp>;
  by: Generated<string>;
  id: Generated<string>;
  organisationId: string | null;
  record: string;
  rows: number;
  rule: string;
}

export interface PeopleGoal {
  editedAt: Generated<Timestamp>;
  editedByName: Generated<string>;
  id: Generated<string>;
  organisationId: string;
  personId: string;
  priority: Generated<number>;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  status: Generated<string>;
  version: Generated<number>;
  words: string;
  wordsBy: string;
}

export interface PeopleHold {
  id: Generated<string>;
  liftedAt: Timestamp | null;
  liftedBy: string | null;
  organisationId: string;
  personId: string;
  placedAt: Generated<Timestamp>;
  placedBy: Generated<string>;
  reason: string;
}

export interface PeopleIdentifier {
  blind: Buffer;
  cipher: Buffer;
  endedAt: Timestamp | null;
  id: Generated<string>;
  kind: string;
  organisationId: string;
  personId: string;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
}

export interface PeopleInvolvement {
  /**
   * For this account alone: break-glass, and volunteers, who see a call name and times.
   */
  accountId: string | null;
  consentId: string | null;
  endedBy: string | null;
  endReason: string | null;
  /**
   * With consent: at the latest when the consent ends. Brought forward to end it; never moved back.
   */
  endsAt: Generated<Timestamp>;
  id: Generated<string>;
  legalBasis: string;
  legalReference: string | null;
  level: string;
  organisationId: string;
  personId: string;
  /**
   * The organisation works with the reference and never sees the identity (rule 8).
   */
  pseudonymous: Generated<boolean>;
  purpose: string;
  rank: Generated<number | null>;
  recordedBy: Generated<string>;
  source: string;
  startsAt: Generated<Timestamp>;
}

export interface PeopleMerge {
  approvedBy: string | null;
  approvedByName: string | null;
  askedAt: Generated<Timestamp>;
  askedBy: Generated<string>;
  askedByName: string;
  birthDatesDiffer: boolean;
  foldedId: string;
  id: Generated<string>;
  mergedAt: Timestamp | null;
  organisationId: string;
  personId: string;
  reason: string;
  undoneAt: Timestamp | null;
  undoneBy: string | null;
  undoReason: string | null;
}

export interface PeopleMine {
  organisationId: string | null;
  personId: string | null;
  pseudonymous: boolean | null;
  rank: number | null;
  roleRank: number | null;
  shared: number | null;
}

export interface PeopleMode {
  endedAt: Timestamp | null;
  endedBy: string | null;
  id: Generated<string>;
  mode: string;
  organisationId: string;
  personId: string;
  reason: string;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  recordedByName: string;
  reviewOn: string;
  startsOn: string;
}

export interface PeoplePerson {
  alias: string | null;
  birthDate: string | null;
  birthYear: number | null;
  id: string;
  languages: Generated<string[]>;
  /**
   * PER-02: the same person, registered twice. Nothing is moved, so that a merge can be undone.
   */
  mergedInto: string | null;
  name: string | null;
  /**
   * The organisation that the person trusted first. A protected person's identity stays there (rule 8).
   */
  organisationId: string;
  /**
   * PER-06: the identity leaves organisation_id by no door; others involved see the reference only.
   */
  protected: Generated<boolean>;
  protectionReason: string | null;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  /**
   * A random code that says nothing: what is shown where the name may not be.
   */
  reference: string;
  version: Generated<number>;
}

export interface PeoplePlan {
  coordinator: string | null;
  coordinatorOrganisationId: string | null;
  editedAt: Generated<Timestamp>;
  editedByName: Generated<string>;
  organisationId: string;
  personId: string;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  version: Generated<number>;
  /**
   * What the person wants, in their own words; written by staff alone it is marked as their view (RES-04).
   */
  wish: string | null;
  wishBy: string | null;
}

export interface PeopleProgress {
  at: Generated<Timestamp>;
  goalId: string | null;
  id: Generated<string>;
  organisationId: string;
  personId: string;
  recordedBy: Generated<string>;
  recordedByName: string;
  words: string;
}

export interface PeopleRetentionRule {
  countedFrom: string;
  keepDays: number;
  record: string;
  source: string;
  version: Generated<number>;
}

export interface PeopleStep {
  doneOn: string | null;
  dueOn: string;
  editedAt: Generated<Timestamp>;
  editedByName: Generated<string>;
  goalId: string | null;
  id: Generated<string>;
  organisationId: string;
  owner: string;
  ownerOrganisationId: string | null;
  personId: string;
  recordedAt: Generated<Timestamp>;
  recordedBy: Generated<string>;
  status: Generated<string>;
  version: Generated<number>;
  words: string;
}

export interface ServicesAddressVisibility {
  serviceId: string | null;
  visibility: string | null;
}

export interface ServicesCapacityReport {
  at: Timestamp;
  occupied: number | null;
  recordedAt: Timestamp;
  reportId: string;
  reserved: number | null;
  seq: number;
  serviceId: string;
  total: number | null;
  unit: string;
}

export interface ServicesClassification {
  code: string;
  serviceId: string;
  system: string;
  valid: Generated<string>;
}

export interface ServicesCriticality {
  crisisType: string;
  critical: boolean;
  serviceId: string;
  source: string;
}

export interface ServicesDatedHours {
  hours: string | null;
  id: Generated<string>;
  period: string;
  reason: string | null;
  serviceId: string;
}

export interface ServicesEligibility {
  answer: string;
  criterion: string;
  note: string | null;
  serviceId: string;
}

export interface ServicesExtension {
  authority: string;
  decidedOn: string;
  id: Generated<string>;
  newEnd: string;
  oldEnd: string | null;
  recordedAt: Generated<Timestamp>;
  serviceId: string;
}

export interface ServicesHotline {
  /**
   * Always shown when nothing fits, for example 112.
   */
  acute: Generated<boolean>;
  audience: string;
  /**
   * First date on which the line is documented; it may be older.
   */
  documentedFrom: string;
  email: string | null;
  /**
   * HOT-03: 1 = the relevant authority first, 2 = the ministry's number for what it could not answer.
   */
  escalationStep: Generated<number>;
  fictional: Generated<boolean>;
  id: Generated<string>;
  municipality: string | null;
  name: string;
  openingHours: string | null;
  owner: string | null;
  phones: string[];
  reconstructed: Generated<boolean>;
  recordedAt: Generated<Timestamp>;
  source: Json | null;
  topic: string | null;
  validUntil: string | null;
  version: Generated<number>;
}

export interface ServicesLegalBasis {
  law: string;
  paragraph: string;
  serviceId: string;
  valid: Generated<string>;
}

export interface ServicesLocation {
  address: string | null;
  city: string | null;
  lat: number | null;
  lon: number | null;
  postcode: string | null;
  serviceId: string;
  visibility: string;
}

export interface ServicesReminder {
  at: Generated<Timestamp>;
  serviceId: string;
  staleSince: Timestamp;
}

export interface ServicesReport {
  actor: Generated<string>;
  alternative: string | null;
  at: Timestamp;
  /**
   * A wrong report is corrected, once, by a new one that stands in its place; the wrong one stays readable. A correction without status and capacity withdraws it.
   */
  corrects: string | null;
  decidedBy: string | null;
  fictional: Generated<boolean>;
  id: Generated<string>;
  note: string | null;
  reason: string | null;
  /**
   * Loaded afterwards from documents: recorded_at is the issue date.
   */
  reconstructed: Generated<boolean>;
  recordedAt: Generated<Timestamp>;
  seq: Generated<number>;
  serviceId: string;
  source: Json | null;
  /**
   * Null where only capacity was reported.
   */
  status: string | null;
  until: Timestamp | null;
}

export interface ServicesService {
  barriers: string | null;
  /**
   * DIR-09: whether somebody has assessed who cannot use the service.
   */
  barriersAssessed: Generated<boolean>;
  capacityLimitHours: Generated<number>;
  closedOn: string | null;
  description: string | null;
  email: string | null;
  entry: Generated<string>;
  fictional: Generated<boolean>;
  houseRules: Generated<string[]>;
  id: Generated<string>;
  kind: string;
  languages: Generated<string[]>;
  maxStayDays: number | null;
  /**
   * DIR-01: a duplicate, ended; this is the entry that goes on.
   */
  mergedInto: string | null;
  /**
   * Municipality code; null: the whole country or unknown.
   */
  municipality: string | null;
  name: string;
  /**
   * What it helps with; codes in services/schema.ts.
   */
  needs: Generated<string[]>;
  openedOn: string | null;
  /**
   * opening_hours syntax; null: nobody has told the hours (unknown, never closed).
   */
  openingHours: string | null;
  organisationId: string;
  phone: string | null;
  recordedAt: Generated<Timestamp>;
  referrers: Generated<string[]>;
  sector: Generated<string>;
  setting: Generated<string>;
  source: Json | null;
  staffNote: string | null;
  /**
   * Hours after which a status report is stale; null: the timetable is trusted without reports.
   */
  statusLimitHours: Generated<number | null>;
  synthetic: Generated<boolean>;
  targetGroups: Generated<string[]>;
  url: string | null;
  /**
   * Counts edits; a stale edit shows both versions (rule 9).
   */
  version: Generated<number>;
}

export interface ServicesStop {
  endMinute: number;
  id: Generated<string>;
  lat: number | null;
  lon: number | null;
  municipality: string;
  place: string;
  serviceId: string;
  startMinute: number;
  valid: string;
  weekday: number;
}

export interface ServicesStopChange {
  cancelled: boolean;
  endMinute: number | null;
  onDate: string;
  reason: string;
  startMinute: number | null;
  stopId: string;
}

export interface ServicesTemporaryFacility {
  plannedEnd: string | null;
  purpose: string;
  responsibleManager: string;
  responsiblePhone: string;
  serviceId: string;
  startsOn: string;
}

export interface ServicesTemporaryPeriod {
  plannedEnd: string | null;
  purpose: string | null;
  serviceId: string | null;
  startsOn: string | null;
}

export interface SituationAnnouncement {
  actor: Generated<string>;
  area: Generated<string>;
  /**
   * The announcement in whose place this one stands; at most one does, and a correction is corrected in turn.
   */
  corrects: string | null;
  /**
   * When it takes effect; null: the source does not say.
   */
  effectiveFrom: string | null;
  effectiveUntil: string | null;
  /**
   * Week: the source gives only the ISO week; issued_on is its Monday and it is never shown as a day.
   */
  granularity: string;
  id: Generated<string>;
  issuedOn: string;
  issuedUntil: string | null;
  issuer: string;
  lane: string;
  reconstructed: Generated<boolean>;
  recordedAt: Generated<Timestamp>;
  seq: Generated<number>;
  shortDa: string | null;
  shortEn: string | null;
  source: Json | null;
  textDa: string;
  textEn: string | null;
}

export interface TerritoryContact {
  /**
   * The appointed contact that this one stands in for.
   */
  deputyOf: string | null;
  email: string | null;
  fictional: Generated<boolean>;
  /**
   * What the contact answers for, for example discharge from hospital.
   */
  function: string;
  /**
   * DIS-02: when the contact answers, in words, such as "hverdage 8-15". Null: nobody has told.
   */
  hours: string | null;
  id: Generated<string>;
  municipality: string | null;
  name: string;
  organisationId: string | null;
  phone: string | null;
  recordedAt: Generated<Timestamp>;
  valid: string;
  version: Generated<number>;
}

export interface TerritoryHealthCouncil {
  id: string;
  name: string;
  region: string | null;
  source: Json | null;
  valid: string;
  version: Generated<number>;
}

export interface TerritoryHealthCouncilMember {
  council: string;
  municipality: string;
  valid: string;
}

export interface TerritoryMandate {
  /**
   * The account of the person where there is one; the mandate holds without.
   */
  accountId: string | null;
  /**
   * dk, a region's code or a municipality's code.
   */
  area: Generated<string>;
  decidedBy: string;
  id: Generated<string>;
  matter: string;
  organisationId: string;
  person: string;
  recordedAt: Generated<Timestamp>;
  source: string | null;
  valid: string;
  version: Generated<number>;
}

export interface TerritoryMunicipality {
  code: string;
  /**
   * A point inside the municipality: good for a map dot and a coarse distance, never for a route.
   */
  lat: number;
  lon: number;
  name: string;
  population: number | null;
  /**
   * Population is shown with its year, always.
   */
  populationYear: number | null;
}

export interface TerritoryMunicipalityRegion {
  municipality: string;
  region: string;
  valid: string;
}

export interface TerritoryOrganisation {
  /**
   * Made up for demonstration or exercise; shown with that mark.
   */
  fictional: Generated<boolean>;
  id: Generated<string>;
  kind: string;
  municipality: string | null;
  name: string;
  parentId: string | null;
  recordedAt: Generated<Timestamp>;
  region: string | null;
  shortName: string | null;
  source: Json | null;
  /**
   * Generated for benchmarks.
   */
  synthetic: Generated<boolean>;
  /**
   * Days on which it exists; an open start: nobody has said since when.
   */
  valid: Generated<string>;
  /**
   * Counts edits; a stale edit shows both versions (rule 9).
   */
  version: Generated<number>;
}

export interface TerritoryRegion {
  /**
   * Official code 1081-1085. The code of Region Østdanmark is not known yet: DK-OEST is local and editable.
   */
  code: string;
  name: string;
  source: Json | null;
  valid: string;
  version: Generated<number>;
}

export interface DB {
  "access.account": AccessAccount;
  "access.challenge": AccessChallenge;
  "access.loginCode": AccessLoginCode;
  "access.passkey": AccessPasskey;
  "access.roleGrant": AccessRoleGrant;
  "access.session": AccessSession;
  "access.token": AccessToken;
  "access.tokenUse": AccessTokenUse;
  "kit.change": KitChange;
  "kit.changeContent": KitChangeContent;
  "kit.idempotency": KitIdempotency;
  "kit.migration": KitMigration;
  "kit.personKey": KitPersonKey;
  "kit.seal": KitSeal;
  "kit.space": KitSpace;
  "kit.tracked": KitTracked;
  "pathways.appointment": PathwaysAppointment;
  "pathways.bed": PathwaysBed;
  "pathways.careNote": PathwaysCareNote;
  "pathways.clock": PathwaysClock;
  "pathways.discharge": PathwaysDischarge;
  "pathways.event": PathwaysEvent;
  "pathways.flag": PathwaysFlag;
  "pathways.followUp": PathwaysFollowUp;
  "pathways.handover": PathwaysHandover;
  "pathways.house": PathwaysHouse;
  "pathways.myAppointment": PathwaysMyAppointment;
  "pathways.myFlags": PathwaysMyFlags;
  "pathways.notice": PathwaysNotice;
  "pathways.pathway": PathwaysPathway;
  "pathways.referral": PathwaysReferral;
  "pathways.stay": PathwaysStay;
  "people.accessLog": PeopleAccessLog;
  "people.assessment": PeopleAssessment;
  "people.breakGlass": PeopleBreakGlass;
  "people.card": PeopleCard;
  "people.circumstance": PeopleCircumstance;
  "people.companion": PeopleCompanion;
  "people.consent": PeopleConsent;
  "people.contactability": PeopleContactability;
  "people.deletion": PeopleDeletion;
  "people.goal": PeopleGoal;
  "people.hold": PeopleHold;
  "people.identifier": PeopleIdentifier;
  "people.involvement": PeopleInvolvement;
  "people.merge": PeopleMerge;
  "people.mine": PeopleMine;
  "people.mode": PeopleMode;
  "people.person": PeoplePerson;
  "people.plan": PeoplePlan;
  "people.progress": PeopleProgress;
  "people.retentionRule": PeopleRetentionRule;
  "people.step": PeopleStep;
  "services.addressVisibility": ServicesAddressVisibility;
  "services.capacityReport": ServicesCapacityReport;
  "services.classification": ServicesClassification;
  "services.criticality": ServicesCriticality;
  "services.datedHours": ServicesDatedHours;
  "services.eligibility": ServicesEligibility;
  "services.extension": ServicesExtension;
  "services.hotline": ServicesHotline;
  "services.legalBasis": ServicesLegalBasis;
  "services.location": ServicesLocation;
  "services.reminder": ServicesReminder;
  "services.report": ServicesReport;
  "services.service": ServicesService;
  "services.stop": ServicesStop;
  "services.stopChange": ServicesStopChange;
  "services.temporaryFacility": ServicesTemporaryFacility;
  "services.temporaryPeriod": ServicesTemporaryPeriod;
  "situation.announcement": SituationAnnouncement;
  "territory.contact": TerritoryContact;
  "territory.healthCouncil": TerritoryHealthCouncil;
  "territory.healthCouncilMember": TerritoryHealthCouncilMember;
  "territory.mandate": TerritoryMandate;
  "territory.municipality": TerritoryMunicipality;
  "territory.municipalityRegion": TerritoryMunicipalityRegion;
  "territory.organisation": TerritoryOrganisation;
  "territory.region": TerritoryRegion;
}
