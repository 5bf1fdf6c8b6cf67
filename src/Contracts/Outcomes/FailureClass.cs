namespace Relevo.Contracts.Outcomes;

/// <summary>What a provider's refusal means for the message and for the number that sent it.</summary>
public enum FailureClass
{
    /// <summary>Not a failure: the provider took the message.</summary>
    Accepted = 0,

    /// <summary>Passing trouble: the same number again, with backoff.</summary>
    RetrySame = 1,

    /// <summary>The number sends too fast: slow it down.</summary>
    ThrottleNumber = 2,

    /// <summary>This pair of number and recipient is too fast; others are not touched.</summary>
    ThrottleRecipient = 3,

    /// <summary>The number cannot send: use another one.</summary>
    NumberDown = 4,

    /// <summary>The credentials are refused: stop using them and tell people.</summary>
    AuthBroken = 5,

    /// <summary>The 24-hour window is closed: only a template will do.</summary>
    FailWindow = 6,

    /// <summary>This message or recipient will never work.</summary>
    FailPermanent = 7,

    /// <summary>The message may have been accepted: wait for its receipt.</summary>
    UnknownResult = 8,
}
