namespace Relevo.Providers.Sending;

/// <summary>How a contact key names somebody; providers address different kinds.</summary>
internal enum RecipientKind
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary><c>+</c> and digits.</summary>
    Phone = 1,

    /// <summary>Business-scoped user id, <c>US.1349…</c>.</summary>
    Bsuid = 2,

    /// <summary>Hidden phone, <c>…@lid</c>.</summary>
    Lid = 3,

    /// <summary>Group of WhatsApp Web, <c>…@g.us</c>.</summary>
    GroupJid = 4,

    /// <summary>Group of the Cloud API, an id without a mark of its own.</summary>
    CloudGroup = 5,
}
