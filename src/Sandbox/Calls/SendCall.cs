namespace Relevo.Sandbox.Calls;

/// <summary>What the sandbox reads of a call's body.</summary>
internal struct SendCall
{
    /// <summary>The type of a call that marks a message as read.</summary>
    public const string MarkRead = "mark-read";

    /// <summary>Recipient as written.</summary>
    public string? Given;

    /// <summary>Type of the message in the gateway's words.</summary>
    public string? Type;

    /// <summary>Text, caption, name of the template, id of the message that was read.</summary>
    public string? Text;

    /// <summary>The caller's own id.</summary>
    public string? CorrelationId;

    /// <summary>Bird v1: our number.</summary>
    public string? From;

    /// <summary>What is wrong with it, in the provider's words; null when nothing is.</summary>
    public Answer? Problem;

    /// <summary>Recipient: <c>+</c> and digits where it is a phone.</summary>
    public readonly string Recipient => Given is null ? "" : Phones.Normalise(Given);
}
