using Relevo.Contracts.Messages;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Flow;
using Relevo.Gateway.Sending.Choosing;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>Tells the application of sends that ended here and of which no provider will ever send a receipt: as a status event like any other.</summary>
internal sealed class SendNotices(IMessageStore store, SettingsHolder settings, TimeProvider time)
{
    /// <summary>Stores the event; once per send and ending.</summary>
    /// <returns>False when it cannot be stored now.</returns>
    public async ValueTask<bool> EndedAsync(SendWork work, string status, string reason, string? code)
    {
        var number = work.Number;
        var application = ApplicationOf(number);
        if (application is null)
        {
            return true;
        }

        var now = time.GetUtcNow();
        var id = work.Message.Id.ToString();
        var conversation = number is null ? null : $"{number.Provider}:{number.Account.Key}:{work.ContactKey}";
        var notice = new InboundEvent
        {
            Kind = EventKind.Status,
            Provider = number?.Provider ?? "",
            ChannelKey = number?.Account.Key,
            ContactKey = work.ContactKey,
            ConversationKey = conversation,
            MessageId = id,
            DedupeKey = $"send:{id}:{status}",
            BusinessNumber = number?.Account.Phone,
            Status = status,
            ErrorCode = code,
            Text = reason,
            TimestampUtc = now,
        };
        var result = await store.AppendAsync([new QueuedMessage
        {
            Queue = Queues.ForApplication(application),
            Number = number?.Name ?? "",
            Kind = EventKind.Status,
            LaneKey = conversation ?? Queues.LaneOf(work.ContactKey),
            DedupeKey = notice.DedupeKey,
            ReceivedUtc = now,
            Payload = EventPayload.Encode(notice, number?.Name ?? "", now),
        }]);
        return result.Status == AppendStatus.Stored;
    }

    private string? ApplicationOf(SendNumber? number)
    {
        var applications = settings.Current.Applications;
        return number?.Application ?? (applications.Count == 1 ? applications.Keys.First() : null);
    }
}
