internal import ByteScanning
internal import RecordLinkage

// The login steps of a profile as JSON. Every profile has them, so each literal is copied as a whole.

extension ByteBuffer {
    /// What ends the line of a profile without conflicts.
    mutating func appendEnding(_ login: LoginSteps) {
        appendLogin(login)
        append(",\"conflicts\":[],\"moved_from\":[]}\n")
    }

    /// `,"login":{…}`
    @inline(__always)
    mutating func appendLogin(_ login: LoginSteps) {
        switch login.password {
        case .keep: append(",\"login\":{\"password\":\"keep\",\"phone\":")
        case .setFirst: append(",\"login\":{\"password\":\"set_first\",\"phone\":")
        case .setNew: append(",\"login\":{\"password\":\"set_new\",\"phone\":")
        }
        switch login.phone {
        case .none: append("null,\"channel\":")
        case .verify: append("\"verify\",\"channel\":")
        case .addAndVerify: append("\"add_and_verify\",\"channel\":")
        }
        switch login.channel {
        case .none: append("null,\"mailbox_proof\":")
        case .sms: append("\"sms\",\"mailbox_proof\":")
        case .call: append("\"call\",\"mailbox_proof\":")
        }
        append(login.needsMailboxProof, before: ",\"revoke_sessions\":")
        append(login.revokesSessions, before: ",\"local_only\":")
        append(login.isLocalOnly, before: "}")
    }

    @inline(__always)
    private mutating func append(_ value: Bool, before next: StaticString) {
        if value { append("true") } else { append("false") }
        append(next)
    }
}
