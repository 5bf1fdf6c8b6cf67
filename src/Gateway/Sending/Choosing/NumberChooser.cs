using Relevo.Contracts.Messages.Outbound;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Jobs;
using Relevo.LoadBalancer.Contacts;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Sending.Choosing;

/// <summary>
/// Which number a send leaves from: the one it names, else the contact's own, else one that the pool chooses. What happens
/// when the contact's own cannot send is a setting, because another number looks strange to a customer.
/// </summary>
internal sealed class NumberChooser(NumberPool pool, TimeProvider time)
{
    /// <summary>The policy by which a contact waits for its own number.</summary>
    public const string Wait = "wait";

    private const string MoveWithTemplate = "move-with-template";

    /// <summary>Chooses.</summary>
    /// <param name="job">The send.</param>
    /// <param name="contact">What is known of its recipient.</param>
    /// <param name="hash">Hash of the recipient, the same at every start.</param>
    /// <param name="avoid">A number that failed this send too often; null when none did.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="settings">The policies and templates.</param>
    public SendChoice Choose(SendJob job, ContactRecord contact, ulong hash, string? avoid, SendNumbers numbers, GatewaySettings settings)
    {
        if (job.From is { } from && job.ReplyToEvent is null)
        {
            return numbers.Find(from) is { } named ? new SendChoice(named) : Gone(from);
        }

        var own = numbers.Find(job.From ?? Own(contact, time.GetUtcNow(), settings.Sending));
        if (own is null && job.From is { } gone)
        {
            return Gone(gone);
        }

        return own is null || WhyNot(own, job.Message, settings) is not null
            ? PlaceAnew(job.Message, hash, avoid, numbers, settings)
            : Keep(own, job, contact, hash, avoid, numbers, settings);
    }

    /// <summary>The number that a contact keeps; null when it has none, or has not had it lately.</summary>
    public static string? Own(ContactRecord contact, DateTimeOffset now, SendingOptions options) =>
        contact.Number is { } number && now - contact.AssignedUtc < TimeSpan.FromDays(options.StickyDays) ? number : null;

    /// <summary>What a contact does whose own number cannot send.</summary>
    public static string PolicyOf(bool isOpenConversation, SendingOptions options) => isOpenConversation ? options.OpenConversations : options.NewConversations;

    private static SendChoice Gone(string number) => new(null, Problem: $"there is no number {number} in the settings any more");

    // Why a number can never send this; null when it can.
    private static string? WhyNot(SendNumber number, OutboundMessage message, GatewaySettings settings)
    {
        if (number.Problem is { } problem)
        {
            return problem;
        }

        var resolved = Templates.Resolve(message, number.Provider, settings, out var unknown);
        return unknown ?? number.Protocol!.Refusal(resolved);
    }

    private SendChoice Keep(SendNumber own, SendJob job, ContactRecord contact, ulong hash, string? avoid, SendNumbers numbers, GatewaySettings settings)
    {
        var options = settings.Sending;
        var isOpen = job.ReplyToEvent is not null || ContactWindows.IsOpen(contact, own.Name, time.GetUtcNow(), options);
        var policy = PolicyOf(isOpen, options);
        if (policy == Wait || (own.Name != avoid && pool.Takes(own.Name, isOpen) && !pool.RestsLong(own.Name)))
        {
            return new SendChoice(own);
        }

        var placed = Place(job.Message, hash, own.Name, numbers, settings);
        return placed.Number is null || pool.RestsLong(placed.Number.Name) ? new SendChoice(own) : placed with { HasMoved = true, NeedsTemplate = policy == MoveWithTemplate && job.Message.Type != OutboundType.Template };
    }

    // A number that failed it is better than none.
    private SendChoice PlaceAnew(OutboundMessage message, ulong hash, string? avoid, SendNumbers numbers, GatewaySettings settings)
    {
        var placed = Place(message, hash, avoid, numbers, settings);
        return placed.Number is null && avoid is not null ? Place(message, hash, null, numbers, settings) : placed;
    }

    private SendChoice Place(OutboundMessage message, ulong hash, string? avoid, SendNumbers numbers, GatewaySettings settings)
    {
        List<string>? except = null;
        string? refusal = null;
        var isPossible = false;
        foreach (var number in numbers.All)
        {
            var why = WhyNot(number, message, settings);
            isPossible |= why is null;
            refusal ??= number.Problem is null ? why : null;
            if (number.Name == avoid || (number.Problem is null && why is not null))
            {
                (except ??= []).Add(number.Name);
            }
        }

        // What no number can ever send must not wait for one; without any number at all it does.
        return !isPossible && refusal is not null ? new SendChoice(null, Problem: refusal) : new SendChoice(numbers.Find(pool.Place(hash, except).Number));
    }
}
