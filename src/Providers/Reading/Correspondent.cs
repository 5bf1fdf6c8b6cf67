using Relevo.Contracts.Messages;

namespace Relevo.Providers.Reading;

/// <summary>Who an event is from or about.</summary>
internal struct Correspondent
{
    /// <summary>See <see cref="InboundEvent.ContactKey"/>.</summary>
    internal string? ContactKey;

    /// <summary>See <see cref="InboundEvent.Sender"/>.</summary>
    internal string? Sender;

    /// <summary>See <see cref="InboundEvent.Bsuid"/>.</summary>
    internal string? Bsuid;

    /// <summary>See <see cref="InboundEvent.ContactLid"/>.</summary>
    internal string? ContactLid;
}
