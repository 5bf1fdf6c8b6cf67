using Relevo.Contracts.Outcomes;
using Relevo.Providers.Meta;

namespace Relevo.Providers.MessageBird;

/// <summary>What the codes of failed legacy messages mean. The gateway does not send through this API.</summary>
internal static class MessageBirdErrors
{
    private const long NotOnWhatsApp = 302; // nyaruka/courier handlers/messagebird

    /// <summary>The class of a code: MessageBird's own, else Meta's.</summary>
    internal static FailureClass Classify(long code) =>
        code == NotOnWhatsApp ? FailureClass.FailPermanent : MetaErrors.Classify(code);
}
